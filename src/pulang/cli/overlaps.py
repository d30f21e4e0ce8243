"""`pulang overlaps`: comparing lists with partners by blinded words; neither list is handed over."""

from typing import Annotated
from uuid import UUID

import typer

from pulang.cli.said import errors_said
from pulang.config.environment import load_django

app = typer.Typer(no_args_is_help=True, help="Compare a list with a partner's without handing either over.")
Who = Annotated[str, typer.Option(help="User name of the officer")]


@app.command()
def ask(
    list_: Annotated[UUID, typer.Argument(metavar="LIST", help="Number of a list that was handed in")],
    officer: Who,
    to: Annotated[str, typer.Option(help="The partner's node")],
    reason: Annotated[str, typer.Option(help="Read by the partner's officer")],
) -> None:
    """Ask a partner to compare a list with one of its own; the worker does the rest."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.overlaps.actions import ask_overlap

    with errors_said():
        made = ask_overlap(actor_named(officer, via="cli"), import_id=list_, to=to, reason=reason)
        typer.echo(f"{made.pk}\t{made.state}")


@app.command("list")
def show_all(officer: Who) -> None:
    """Comparisons of the officer's agency, and those of partners that wait."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.overlaps.queries import overlaps_for

    with errors_said():
        for one in overlaps_for(actor_named(officer, via="cli")):
            found = "" if one.found is None else f"{one.found} may match"
            typer.echo(f"{one.id}\t{one.state}\t{one.partner}\t{one.label}\t{found}")


@app.command()
def show(overlap: UUID, officer: Who) -> None:
    """One comparison, with the rows that may match and what agreed."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.overlaps.queries import overlap_for
    from pulang.matching.overlaps.sentences import AGREED

    with errors_said():
        view, rows = overlap_for(actor_named(officer, via="cli"), overlap)
        typer.echo(f"{view.state}\t{view.partner}\t{view.reason}")
        for row in rows:
            agreed = "; ".join(str(AGREED[kind]) for kind in row.agreed)
            typer.echo(f"{row.number}\t{row.person.name if row.person else ''}\t{row.case_id or ''}\t{agreed}")


@app.command()
def accept(overlap: UUID, officer: Who, list_: Annotated[UUID, typer.Option("--list")]) -> None:
    """Compare a partner's list with this one."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.overlaps.actions import accept_overlap

    with errors_said():
        typer.echo(accept_overlap(actor_named(officer, via="cli"), overlap_id=overlap, import_id=list_).state)


@app.command()
def decline(overlap: UUID, officer: Who) -> None:
    """Do not compare; the partner is told."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.overlaps.actions import decline_overlap

    with errors_said():
        typer.echo(decline_overlap(actor_named(officer, via="cli"), overlap_id=overlap).state)
