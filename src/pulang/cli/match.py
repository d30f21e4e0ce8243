"""`pulang match`: a list against another list, or against the register of this node as one of its officers."""

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulang.config.environment import load_django

if TYPE_CHECKING:
    from pulang.matching.rules import Claim

HELP = "Match a list (XLSX or CSV) against another list, or against the register. Writes CSV, a line a match."
COLUMNS = ("row", "name", "strength", "score", "of", "other_name", "why")


def match(
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="XLSX or CSV")],
    against: Annotated[str, typer.Option(help="Another list, or the word register")],
    officer: Annotated[str, typer.Option(help="User name of the officer who asks the register")] = "",
    weak: Annotated[bool, typer.Option(help="Write those too that are only alike")] = False,
) -> None:
    """Who of the list is who; likely and possible matches with their reasons."""
    load_django()
    from pulang.lib.errors import PulangError
    from pulang.words import sentence

    if against == "register" and not officer:
        raise typer.BadParameter("say as which officer the register is asked", param_hint="--officer")
    writer = csv.writer(sys.stdout)
    writer.writerow(COLUMNS)
    try:
        lines = _register(path, officer) if against == "register" else _lists(path, Path(against))
        for line in lines:
            if weak or line[2] != "weak":
                writer.writerow(line)
    except PulangError as error:
        typer.echo(sentence(error), err=True)
        raise typer.Exit(1) from None


def _lists(path: Path, other: Path) -> Iterator[tuple[object, ...]]:
    from django.utils import timezone

    from pulang.matching.lists import evidence_of_list
    from pulang.matching.rules import match_lists, prepare

    today = timezone.localdate()
    if not other.is_file():
        raise typer.BadParameter(f"there is no file {other}", param_hint="--against")
    left, right = (evidence_of_list(each.read_bytes(), today=today) for each in (path, other))
    prepared = ([prepare(evidence, today=today) for _, evidence in rows] for rows in (left, right))
    for (row, evidence), found in zip(left, match_lists(*prepared), strict=True):
        for place, compared in found:
            number, told = right[place]
            yield (
                row, evidence.names[0], compared.band, round(compared.score, 1), number, told.names[0],
                _why(compared.claims, compared.warnings),
            )  # fmt: skip


def _register(path: Path, officer: str) -> Iterator[tuple[object, ...]]:
    from django.utils import timezone

    from pulang.access.policy import actor_named
    from pulang.matching.lists import sought_of_list
    from pulang.matching.queries import match_people
    from pulang.matching.queries.search import MOST_ASKED

    actor = actor_named(officer, via="cli")
    rows = sought_of_list(path.read_bytes(), today=timezone.localdate())
    for start in range(0, len(rows), MOST_ASKED):
        part = rows[start : start + MOST_ASKED]
        for (row, sought), found in zip(part, match_people(actor, sought=[one for _, one in part]), strict=True):
            for one in found.matches:
                why = _why(one.claims, one.warnings)
                yield row, sought.name, one.strength, one.score, one.person.id, one.person.name, why
            for other in found.elsewhere:
                yield row, sought.name, "elsewhere", "", "", other.agency, ""


def _why(claims: "Iterable[Claim]", warnings: Iterable[str]) -> str:
    from pulang.matching.sentences import claim_sentence, warning_sentence

    said = [f"{claim_sentence(claim)} ({claim.weight:+.1f})" for claim in claims]
    return "; ".join([*(warning_sentence(code) for code in warnings), *said])
