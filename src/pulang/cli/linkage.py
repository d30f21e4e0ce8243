"""`pulang linkage`: the whole register compared with itself, weights learnt from it, and a report of both."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from pulang.cli.said import errors_said, rows_read
from pulang.config.environment import load_django

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from pulang.matching.rules import Evidence

app = typer.Typer(no_args_is_help=True, help="Compare the whole register with itself; learn weights from it.")
Processes = Annotated[int, typer.Option(help="Further processes that read and open records")]
Who = Annotated[str, typer.Option(help="User name of an analyst")]


@app.command()
def run(
    engine: Annotated[str, typer.Option(help="duckdb or spark")] = "duckdb",
    master: Annotated[str, typer.Option(help="Of Spark: local[2], or the address of a cluster")] = "local[2]",
    memory: Annotated[str, typer.Option(help="What the engine may take, as 2GB")] = "2GB",
    processes: Processes = 1,
) -> None:
    """Compare everybody with everybody; pairs go to the review queue. After a kill, run it again: it goes on."""
    load_django()
    from pulang.lib.actor import system
    from pulang.matching.linkage.engines import engine_named
    from pulang.matching.linkage.job import link_register
    from pulang.matching.linkage.reading import make_way

    if engine not in ("duckdb", "spark"):
        raise typer.BadParameter("duckdb or spark", param_hint="--engine")
    options: dict[str, Any] = {"memory": memory} if engine == "duckdb" else {"master": master}
    with errors_said():
        make_way()
        made = engine_named(engine, **options)
        try:
            done = link_register(system("linkage"), engine=made, name=engine, processes=processes, say=_say())
        finally:
            made.close()
    typer.echo(f"\n{done.people} people, {done.fresh} pairs newly to be judged")


@app.command("list")
def list_(
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="XLSX or CSV")],
    against: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Another list")] = None,
    also: Annotated[list[str], typer.Option(help="A further column of the lists to compare, as Address")] = [],  # noqa: B006
    memory: Annotated[str, typer.Option(help="What the engine may take, as 2GB")] = "2GB",
) -> None:
    """Link a list with itself, or with another. Writes CSV, a line a pair; nothing of it is kept."""
    load_django()
    from django.utils import timezone

    from pulang.matching.lists import cells_of_list, evidence_of_rows

    today, rows, cells = timezone.localdate(), [], []
    with errors_said():
        for each in filter(None, (path, against)):
            rows.append(evidence_of_rows(rows_read(each), today=today))
            held = cells_of_list(each.read_bytes(), also)
            cells += [held[number] for number, _ in rows[-1]]
        for line in _linked(rows, list(zip(also, zip(*cells, strict=True), strict=False)), today, memory):
            typer.echo(line)


def _linked(
    lists: "list[list[tuple[int, Evidence]]]", also: "list[tuple[str, tuple[str, ...]]]", today: "date", memory: str
) -> "Iterator[str]":
    from pulang.matching.linkage.engines import engine_named
    from pulang.matching.linkage.lists import link_lists
    from pulang.matching.linkage.rules.further import Further
    from pulang.matching.rules import weights_for

    further = [Further(name, values) for name, values in also]
    model, engine = weights_for(sum(map(len, lists))), engine_named("duckdb", memory=memory)
    try:
        told = [[evidence for _, evidence in rows] for rows in lists]
        found = link_lists(engine, *told, today=today, further=further, model=model)
    finally:
        engine.close()
    yield _line("row", "name", "strength", "score", "of", "other_name")
    for pair in found:
        (row, left), (other, right) = lists[0][pair.left], lists[-1][pair.right]
        yield _line(row, left.names[0], model.band(pair.score), round(pair.score, 1), other, right.names[0])


def _line(*cells: object) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(cells)
    return written.getvalue()


@app.command()
def train(processes: Processes = 1) -> None:
    """Learn weights from the register. The desk compares by them once an analyst accepted them."""
    load_django()
    from pulang.lib.actor import system
    from pulang.matching.linkage.reading import make_way
    from pulang.matching.linkage.training import train as learn

    with errors_said():
        make_way()
        made = learn(system("linkage"), processes=processes, say=_say())
    typer.echo(f"\n{made.pk}")


@app.command()
def status() -> None:
    """The last runs and the weights that were learnt."""
    load_django()
    from pulang.lib.actor import system
    from pulang.matching.linkage.queries import linkage_status

    runs, learnt = linkage_status(system("cli"))
    for one in runs:
        typer.echo(
            f"{one.started_at:%Y-%m-%d %H:%M}\t{one.state}\t{one.engine}\t{one.done}/{one.parts} compared"
            f"\t{one.waiting} waiting\t{one.fresh} new"
        )
    for each in learnt:
        used = "in use" if each.in_use else "accepted" if each.accepted_at else "to be decided"
        typer.echo(f"{each.id}\t{each.made_at:%Y-%m-%d %H:%M}\t{used}\t{each.accepted_by}")


@app.command()
def report(
    to: Annotated[Path, typer.Option(help="HTML file to write")],
    language: Annotated[str, typer.Option(help="en, id or km")] = "en",
    weights: Annotated[UUID | None, typer.Option(help="These weights instead of the last learnt")] = None,
) -> None:
    """Write a page of the last run and of learnt weights, to read and to print."""
    load_django()
    from pulang.lib.actor import system
    from pulang.matching.linkage.queries import linkage_status
    from pulang.matching.linkage.report import report_html

    runs, learnt = linkage_status(system("cli"))
    ended = next((one for one in runs if one.figures), None)
    shown = next((one for one in learnt if weights in (None, one.id)), None)
    if language not in ("en", "id", "km"):
        raise typer.BadParameter("en, id or km", param_hint="--language")
    to.write_text(report_html(ended, shown, language=language), "utf-8")


@app.command()
def accept(weights: UUID, officer: Who) -> None:
    """Have the desk compare by these weights."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.actions import accept_weights

    with errors_said():
        accept_weights(actor_named(officer, via="cli"), weights_id=weights)


@app.command("set-aside")
def set_aside(officer: Who) -> None:
    """Have the desk compare by the shipped weights again."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.actions import set_weights_aside

    with errors_said():
        set_weights_aside(actor_named(officer, via="cli"))


def _say() -> "Callable[[str, int, int], None]":
    """One line on standard error that tells how far it is."""

    def say(stage: str, done: int, of: int) -> None:
        typer.echo(f"\r{stage} {done:,}/{of:,}   ", err=True, nl=False)

    return say
