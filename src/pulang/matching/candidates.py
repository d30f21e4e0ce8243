"""Who could it be: the rarest keys first, and only as many people as can be compared at once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from uuid import UUID

from pulang.crypto.sealing import Place, open_sealed, unwrap
from pulang.db.keys import ring
from pulang.db.prepared import prepared_rows
from pulang.matching.index import blind_keys, restored
from pulang.matching.models import Profile
from pulang.matching.rules import Comparison, Record, Weights, compare, prepare
from pulang.matching.rules.choosing import COMMON, in_turn
from pulang.matching.rules.weights import LIKELY
from pulang.matching.weighing import weights_of_register
from pulang.persons.models import Person


@dataclass(frozen=True)
class Ranked:
    """One candidate, compared."""

    person_id: UUID
    comparison: Comparison


@dataclass(frozen=True)
class Candidates:
    """The best first. `crowded` says that the only keys found were too common to follow."""

    ranked: tuple[Ranked, ...]
    crowded: bool


def candidates_for(record: Record, *, today: date) -> Candidates:
    """Who among those whom the actor of this transaction may see could be this person."""
    return candidates_for_many([record], today=today)[0]


def candidates_for_many(records: Sequence[Record], *, today: date) -> list[Candidates]:
    """As `candidates_for`, for each of some dozens of people: the database is asked for all of them at once."""
    hits = _hits([blind_keys(record, asked=True) for record in records])
    turns = [in_turn(found) for found in hits]
    model, opened = weights_of_register(), _Opened(today)
    opened.open(number for first, _, _ in turns for number in first)
    ranked = [opened.compared(record, first, model) for record, (first, _, _) in zip(records, turns, strict=True)]
    rests = [
        near if any(one.comparison.band == LIKELY for one in found) else near + others
        for found, (_, near, others) in zip(ranked, turns, strict=True)
    ]
    opened.open(number for rest in rests for number in rest)
    answers = []
    for record, found, rest, held, (first, _, _) in zip(records, ranked, rests, hits, turns, strict=True):
        found += opened.compared(record, rest, model)
        found.sort(key=lambda one: (-one.comparison.score, one.person_id))
        answers.append(Candidates(tuple(found), crowded=not first and any(held)))
    return answers


_KEYS = "SELECT place, profiles FROM matching_candidates(%s::bigint[], %s)"


def _hits(keys: Sequence[Sequence[int]]) -> list[list[list[int]]]:
    """For each person asked for the profiles of each of her keys that somebody has."""
    owners = [owner for owner, own in enumerate(keys) for _ in own]
    found: list[list[list[int]]] = [[] for _ in keys]
    for place, profiles in prepared_rows(_KEYS, [list(chain.from_iterable(keys)), COMMON]) if owners else ():
        if profiles:
            found[owners[place - 1]].append(profiles)
    return found


# The row security of both tables holds: who ended to hold somebody does not find her, whatever the keys say.
_CHOSEN = """
SELECT p.number, p.person_id, r.data_key, p.evidence
FROM matching_profile p JOIN persons_person r ON r.id = p.person_id
WHERE p.number = ANY (%s::bigint[]) AND r.merged_into_id IS NULL
"""


class _Opened:
    """The people of profiles, opened and prepared once. Without models: a look-up opens dozens."""

    def __init__(self, today: date) -> None:
        self._today, self._people, self._asked = today, dict[int, tuple[UUID, Record]](), set[int]()

    def open(self, numbers: Iterable[int]) -> None:
        wanted = list(set(numbers) - self._asked)
        self._asked.update(wanted)
        keys, table, owner = ring(), Profile._meta.db_table, Person._meta.db_table
        for number, person_id, wrapped, sealed in prepared_rows(_CHOSEN, [wanted]) if wanted else ():
            row = str(person_id)
            key = unwrap(keys, wrapped, owner=f"{owner}:{row}")
            plain = open_sealed(key, sealed, place=Place(table, row, "evidence"))
            self._people[number] = person_id, prepare(restored(json.loads(plain)), today=self._today)

    def compared(self, record: Record, numbers: Iterable[int], model: Weights) -> list[Ranked]:
        found = (self._people[number] for number in numbers if number in self._people)
        return [Ranked(person_id, compare(record, other, model)) for person_id, other in found]
