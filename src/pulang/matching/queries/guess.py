"""Whom a list names: for each of many people who is likely the same, as `persons.finding` asks it."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from pulang.matching.candidates import candidates_for
from pulang.matching.index import evidence_of
from pulang.matching.rules import prepare
from pulang.persons.rules import CheckedPerson


def guess(people: Sequence[CheckedPerson]) -> list[UUID | None]:
    """The likely one of each, among those whom the actor of this transaction may see; else None."""
    today = timezone.localdate()
    found = []
    for checked in people:
        ranked = candidates_for(prepare(evidence_of(checked), today=today), today=today).ranked
        best = ranked[0] if ranked and ranked[0].comparison.band == "likely" else None
        found.append(best.person_id if best else None)
    return found
