"""`pulang match`: a list against another list, or against the register of this node as one of its officers."""

import csv
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulang.cli.said import errors_said, rows_read
from pulang.config.environment import load_django

if TYPE_CHECKING:
    from datetime import date

    from pulang.lib.actor import Actor
    from pulang.matching.rules import Claim, Evidence
    from pulang.persons.drafts import Sought

    Rows = list[tuple[int, Evidence]]

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
    if against == "register" and not officer:
        raise typer.BadParameter("say as which officer the register is asked", param_hint="--officer")
    if against != "register" and not Path(against).is_file():
        raise typer.BadParameter(f"there is no file {against}", param_hint="--against")
    with errors_said():
        write = csv.writer(sys.stdout).writerow
        lines = _register(path, officer) if against == "register" else _lists(path, Path(against))
        for line in chain([COLUMNS], lines):
            if weak or line[2] != "weak":
                write(line)


def _lists(path: Path, other: Path) -> Iterable[tuple[object, ...]]:
    from django.utils import timezone

    from pulang.matching.lists import evidence_of_rows

    today = timezone.localdate()
    left, right = (evidence_of_rows(rows_read(each), today=today) for each in (path, other))
    return _pairs(left, right, today)


def _pairs(left: "Rows", right: "Rows", today: "date") -> Iterator[tuple[object, ...]]:
    from pulang.matching.rules import match_lists, prepare

    prepared = ([prepare(evidence, today=today) for _, evidence in rows] for rows in (left, right))
    for (row, evidence), found in zip(left, match_lists(*prepared), strict=True):
        for place, compared in found:
            number, told = right[place]
            yield (
                row, evidence.names[0], compared.band, round(compared.score, 1), number, told.names[0],
                _why(compared.claims, compared.warnings),
            )  # fmt: skip


def _register(path: Path, officer: str) -> Iterable[tuple[object, ...]]:
    from pulang.access.policy import actor_named
    from pulang.matching.lists import sought_of_rows

    actor = actor_named(officer, via="cli")
    return _known(actor, sought_of_rows(rows_read(path)))


def _known(actor: "Actor", rows: "list[tuple[int, Sought]]") -> Iterator[tuple[object, ...]]:
    from pulang.matching.queries import match_people
    from pulang.matching.queries.search import MOST_ASKED

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
