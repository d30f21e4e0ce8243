"""``pulang instruments``: what instruments there are, whether they are sound, what a version changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulang.cli.sentences import sentence
from pulang.lib.errors import PulangError

if TYPE_CHECKING:
    from pulang.identification.instruments import Instrument

app = typer.Typer(no_args_is_help=True, help="Identification instruments: list, check, show, compare.")


@app.command("list")
def list_() -> None:
    """Every instrument with its versions."""
    from pulang.identification.instruments import list_instruments, load_instrument

    for instrument_id, versions in list_instruments().items():
        instrument = load_instrument(instrument_id)
        row = f"{instrument_id:24} {', '.join(versions):8} {instrument.kind:10} {len(instrument.indicators):3}"
        typer.echo(f"{row}  {instrument.title['en']}")


@app.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE…]", help="Instrument files. Default: all of Pulang's."),
    ] = None,
) -> None:
    """Check instrument files: their shape, their names, and that the rule can be trusted."""
    from pulang.identification.instruments import instrument_files, read_instrument

    broken = 0
    for path in files or instrument_files():
        try:
            instrument = read_instrument(path)
        except PulangError as error:
            broken += 1
            typer.echo(f"{path}: {sentence(error)}", err=True)
        else:
            typer.echo(f"{instrument.label}: sound, {len(instrument.indicators)} indicators")
    if broken:
        raise typer.Exit(1)


@app.command()
def show(
    instrument: Annotated[str, typer.Argument(metavar="ID[@VERSION]")],
    language: Annotated[str, typer.Option(help="en, id or km.")] = "en",
) -> None:
    """Print an instrument: source, licence note, indicators and the lines of its rule."""
    from pulang.identification.instruments.model import LANGUAGES

    if language not in LANGUAGES:
        raise typer.BadParameter(f"choose one of {', '.join(LANGUAGES)}", param_hint="--language")
    found = _load(instrument)
    typer.echo(
        f"{found.title[language]}  ({found.label})\n{found.source}\n{found.confidence}\n{found.licence_note}"
    )
    for dimension in found.dimensions:
        typer.echo(f"\n{dimension.label[language]}  [{dimension.id}]")
        for indicator in (i for i in found.indicators if i.dimension == dimension.id):
            typer.echo(f"  {indicator.id:8} {indicator.grade or '':7} {indicator.text[language]}")
    for line in found.rule.lines if found.rule else ():
        typer.echo(f"\n{line.number:2}  {line.label[language]}  [{line.result}]\n    {line.why[language]}")


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="ID@VERSION, or a file.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="ID@VERSION, or a file.")],
) -> None:
    """Say what changed between two versions of an instrument."""
    from pulang.identification.instruments import diff_versions

    before, after = (_load(each) for each in (old, new))
    try:
        changes = diff_versions(before, after)
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if not changes:
        typer.echo("No difference.")
        return
    typer.echo(f"{before.id}, version {before.version} to {after.version}: {len(changes)} changed\n")
    for change in changes:
        typer.echo(f"- {change}")


def _load(named: str) -> "Instrument":
    from pulang.identification.instruments import load_instrument, read_instrument

    name, _, version = named.partition("@")
    try:
        return read_instrument(Path(named)) if named.endswith(".yaml") else load_instrument(name, version or None)
    except PulangError as error:
        typer.echo(f"{named}: {sentence(error)}", err=True)
        raise typer.Exit(1) from error
