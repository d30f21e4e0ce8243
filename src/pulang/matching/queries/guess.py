"""Whom a list names: for each of many people who is likely the same, as `persons.finding` asks it."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from pulang.matching.candidates import Ranked, candidates_for_many
from pulang.matching.index import evidence_of
from pulang.matching.rules import prepare
from pulang.matching.weighing import weights_of_desk
from pulang.persons.rules import CheckedPerson

TOGETHER = 50  # of whom the database is asked for at once

# People of one group hold passports of one series: a number that is only near sends no row back.
_NEAR = {"nik_one_digit", "nik_two_digits", "paper_one_digit", "phone_one_digit"}


def guess(people: Sequence[CheckedPerson]) -> list[UUID | None]:
    """The likely one of each, among those whom the actor of this transaction may see; else None."""
    today, likely = timezone.localdate(), weights_of_desk().likely
    records = [prepare(evidence_of(checked), today=today) for checked in people]
    found = []
    for start in range(0, len(records), TOGETHER):
        for answer in candidates_for_many(records[start : start + TOGETHER]):
            found.append(next((one.person_id for one in answer.ranked[:1] if _is_likely(one, likely)), None))
    return found


def _is_likely(one: Ranked, likely: float) -> bool:
    equal = sum(claim.weight for claim in one.comparison.claims if claim.code not in _NEAR)
    return equal >= likely and "nik_conflict" not in one.comparison.warnings
