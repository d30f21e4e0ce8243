"""Who may be the same as whom: by equal paper, equal phone, equal whole name with the birth date or year."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from pulang.lib.partial_date import PartialDate
from pulang.persons.finding import sharing_keys
from pulang.persons.models import Person
from pulang.persons.rules import enough

WEIGHTS = {"paper": 20.0, "born": 14.0, "phone": 9.0, "name": 8.0, "year": 5.0}  # bits, for the order of the queue


@dataclass(frozen=True)
class Likeness:
    """Why two records may be one person: codes of what agrees, heaviest first."""

    reasons: tuple[str, ...]
    strong: bool
    score: float


def alike(person_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], Likeness]:
    """Each of these people with each who may be the same, the smaller id first. For a job of the node."""
    shared = sharing_keys(person_ids)
    by_name = {who for both, kinds in shared.items() if kinds == {"name"} for who in both}
    years = _birth_years(by_name)
    found = {}
    for both, kinds in shared.items():
        if kinds == {"name"} and not _same_year(both, years):
            continue
        reasons = kinds | ({"year"} if kinds == {"name"} else set())
        ordered = tuple(sorted(reasons, key=lambda kind: -WEIGHTS[kind]))
        found[both] = Likeness(ordered, enough(kinds), sum(WEIGHTS[kind] for kind in ordered))
    return found


def _birth_years(person_ids: Collection[UUID]) -> dict[UUID, int]:
    people = Person.objects.filter(pk__in=person_ids)
    return {one.pk: PartialDate.from_text(one.birth_date).year for one in people if one.birth_date}


def _same_year(both: tuple[UUID, UUID], years: dict[UUID, int]) -> bool:
    left, right = (years.get(who) for who in both)
    return left is not None and left == right
