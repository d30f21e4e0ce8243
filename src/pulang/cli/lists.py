"""`pulang lists`: the sample, and handing a list in from the command line."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from pulang.config.environment import load_django

app = typer.Typer(no_args_is_help=True, help="Lists of people: try a sample, hand one in.")


@app.command()
def sample(path: Annotated[Path, typer.Argument(help="Where to write it, as in arrivals.xlsx")]) -> None:
    """Write a list of made-up people with every flaw of a real one."""
    from pulang.cases.lists.sample import sample_list

    path.write_bytes(sample_list())
    typer.echo(f"{path}")


@app.command("import")
def import_list(
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="XLSX or CSV")],
    officer: Annotated[str, typer.Option(help="User name of the officer who hands it in")],
    label: Annotated[str, typer.Option(help="What the list is about")] = "",
    returned: Annotated[Path | None, typer.Option(help="Where to write the rows that were not taken")] = None,
) -> None:
    """Register everybody on a list, searching first. Repeating the command goes on where it stopped."""
    load_django()
    from hashlib import sha256

    from pulang.access.policy import actor_named
    from pulang.cases.lists.actions import run_import, start_import
    from pulang.cases.lists.queries import rejected_list
    from pulang.lib.errors import PulangError
    from pulang.words import sentence

    content = path.read_bytes()
    try:
        actor = actor_named(officer, via="cli")
        import_id = start_import(
            actor,
            file_name=path.name,
            content=content,
            label=label or path.stem,
            once=sha256(content).hexdigest(),
        )
        with Progress() as progress:
            bar = progress.add_task(path.name)
            counts = run_import(
                actor,
                import_id=import_id,
                say=lambda done, total: progress.update(bar, completed=done, total=total),
            )
        if returned:
            returned.write_bytes(rejected_list(actor, import_id=import_id))
    except PulangError as error:
        typer.echo(sentence(error), err=True)
        raise typer.Exit(1) from None
    typer.echo("  ".join(f"{state} {count}" for state, count in counts.items()))
