"""``pulang identify``: score files of answers, without a database."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from pulang.cli.sentences import sentence
from pulang.lib.errors import PulangError

HELP = "Score answers from JSON or YAML files, or a folder of them, and say why."
SUFFIXES = (".json", ".yaml", ".yml")


def identify(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files of answers, or folders of them.")],
    instrument: Annotated[
        str | None,
        typer.Option(help="Instrument ID or ID@VERSION. Default: the Delphi list for the age."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One object for one file, a list for several or a folder.")
    ] = False,
    language: Annotated[str, typer.Option(help="Language of the result: en, id or km.")] = "en",
) -> None:
    """A result is a screening, never a legal decision."""
    from pulang.identification.instruments.model import LANGUAGES

    if language not in LANGUAGES:
        raise typer.BadParameter(f"choose one of {', '.join(LANGUAGES)}", param_hint="--language")
    paths, alone = _paths(files), len(files) == 1 and not files[0].is_dir()
    results = [_result(path, instrument) for path in paths]
    failed = [each for each in results if "error" in each]
    if as_json:
        _print_json(results, alone)
    else:
        for each in results:
            if "error" not in each:
                typer.echo(_page(each, language))
    for each in failed:
        typer.echo(f"{each['file']}: {each['error']['message']}", err=True)
    if not paths:
        typer.echo("No file of answers here. Give .json or .yaml files, or a folder that holds some.", err=True)
    if failed or not paths:
        raise typer.Exit(1)


def _paths(files: list[Path]) -> list[Path]:
    found: list[Path] = []
    for each in files:
        if each.is_dir():
            found += sorted(path for path in each.iterdir() if path.suffix.lower() in SUFFIXES)
        else:
            found.append(each)
    return found


def _result(path: Path, chosen: str | None) -> dict[str, Any]:
    try:
        return {"file": str(path), **_scored(path, chosen)}
    except PulangError as error:
        return {"file": str(path), "error": {"code": error.code, "message": sentence(error)}}


def _scored(path: Path, chosen: str | None) -> dict[str, Any]:
    from pulang.identification.checklist import checklist_as_dict, read_checklist
    from pulang.identification.files import read_submission
    from pulang.identification.instruments import Kind, load_instrument
    from pulang.identification.scoring import as_dict, assess

    told = read_submission(path)
    name, _, version = (chosen or told.instrument or "").partition("@")
    if not name:
        return as_dict(assess(told))
    instrument = load_instrument(name, version or (told.version if name == told.instrument else None) or None)
    if instrument.kind is Kind.CHECKLIST:
        return checklist_as_dict(read_checklist(told, instrument))
    return as_dict(assess(told, instrument=instrument))


def _print_json(results: list[dict[str, Any]], alone: bool) -> None:
    shown: Any = results
    if alone:
        shown = {name: value for name, value in results[0].items() if name != "file"}
        if "error" in shown:
            return
    typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))


def _page(result: Mapping[str, Any], language: str) -> str:
    from pulang.identification.instruments import load_instrument

    instrument = load_instrument(result["instrument"], result["version"])
    rows = [f"{result['file']}  ({instrument.label})"]
    if result["result"] == "shown_not_scored":
        rows.append("  This list is shown, never summed.")
        rows += [f"  present  {i}  {instrument.indicator(i).text[language]}" for i in result["because"]]
        rows.append(f"  open     {', '.join(result['settles']) or '-'}")
        rows.append(f"  absent   {', '.join(result['absent']) or '-'}")
        return "\n".join(rows)
    rows += _scored_rows(result, language)
    if result["other_rule"]:
        rows.append("  The age is unknown. By the other rule:")
        rows += _scored_rows(result["other_rule"], language)
    return "\n".join(rows)


def _scored_rows(result: Mapping[str, Any], language: str) -> list[str]:
    from pulang.identification.instruments import load_instrument

    instrument = load_instrument(result["instrument"], result["version"])
    line = instrument.line(result["line"])
    rows = [f"  result    {line.label[language]} [{result['result']}]", f"            {line.why[language]}"]
    if result["open"]:
        rows.append(f"  OPEN      could become {result['could_become']}; ask: {_some(result['settles'])}")
    for name in ("urgent_risks", "forms", "contradictions", "evidence_missing", "because", "ilo11_present"):
        if result[name]:
            rows.append(f"  {name.replace('_', ' '):9} {', '.join(result[name])}")
    rows += [f"    {shown:9} {name}" for name, shown in result["dimensions"].items()]
    rows.append("  elements  " + ", ".join(f"{name} {shown}" for name, shown in result["palermo"].items()))
    for name in ("non_punishment_question", "dual_status", "consent_irrelevant"):
        if result[name]:
            rows.append(f"  note      {name.replace('_', ' ')}")
    return rows


def _some(ids: list[str], most: int = 12) -> str:
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(ids[:most]) + more
