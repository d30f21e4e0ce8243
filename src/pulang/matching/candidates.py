"""Who could it be: the rarest keys first, and only as many people as can be compared at once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from pulang.crypto.keyring import KeyRing
from pulang.crypto.sealing import Place, open_sealed, unwrap
from pulang.db.keys import ring
from pulang.db.prepared import prepared_rows
from pulang.matching.index import blinded, restored
from pulang.matching.models import Profile
from pulang.matching.rules import Comparison, Record, Weights, compare, keys_of
from pulang.matching.rules.choosing import COMMON, COUNTS, FAINT, FIRST, MOST, near
from pulang.matching.rules.weights import LIKELY
from pulang.matching.weighing import HELD, bands_held
from pulang.persons.models import Person


@dataclass(frozen=True)
class Ranked:
    """One candidate, compared."""

    person_id: UUID
    comparison: Comparison


@dataclass(frozen=True)
class Candidates:
    """The best first. `crowded` says that the only keys found were too common to follow."""

    ranked: tuple[Ranked, ...] = ()
    crowded: bool = False


def candidates_for(record: Record) -> Candidates:
    """Who among those whom the actor of this transaction may see could be this person."""
    return candidates_for_many([record])[0]


def candidates_for_many(records: Sequence[Record]) -> list[Candidates]:
    """As `candidates_for`, for each of some dozens of people: the database is asked once for all of them."""
    answer = _likeliest(records)
    if not answer:
        return [Candidates() for _ in records]
    shared: list[list[_Row]] = [[] for _ in records]
    crowded, opened = set(), _Opened(bands_held(*answer[0][-2:]), ring())
    for owner, *found, _people, _accepted in answer:
        row = _Row(*found)
        if row.number is None:
            crowded.add(owner)
        else:
            shared[owner].append(row)
    return [
        Candidates(_ranked(record, rows, opened), crowded=owner in crowded)
        for owner, (record, rows) in enumerate(zip(records, shared, strict=True))
    ]


class _Row(NamedTuple):
    """A profile that shares keys, as the database holds it."""

    weight: int
    number: int | None
    person_id: UUID
    data_key: bytes
    evidence: bytes


_LIKELIEST = f"""
SELECT l.owner, l.weight, l.number, l.person_id, l.data_key, l.evidence, {HELD}
FROM matching_likeliest(%s::bigint[], %s::integer[], %s::integer[], %s, %s, %s) l
ORDER BY l.owner, l.weight DESC, l.number
"""  # noqa: S608 (constants)


def _likeliest(records: Sequence[Record]) -> list[tuple[Any, ...]]:
    asked = [(owner, key) for owner, record in enumerate(records) for key in keys_of(record, asked=True)]
    if not asked:
        return []
    arrays = blinded([key for _, key in asked]), [owner for owner, _ in asked], [COUNTS[key[0]] for _, key in asked]
    return prepared_rows(_LIKELIEST, [*map(_array, arrays), COMMON, MOST, FAINT])


def _array(numbers: Iterable[int]) -> str:
    """As the database writes one: quicker than one number after the other."""
    return f"{{{','.join(map(str, numbers))}}}"


@dataclass
class _Opened:
    """The people of profiles, opened once. Without models: a look-up opens dozens."""

    model: Weights
    keys: KeyRing
    people: dict[int | None, Record] = field(default_factory=dict)

    def compared(self, record: Record, rows: Iterable[_Row]) -> list[Ranked]:
        return [Ranked(row.person_id, compare(record, self._record(row), self.model)) for row in rows]

    def _record(self, row: _Row) -> Record:
        found = self.people.get(row.number)
        if found is None:
            who = str(row.person_id)
            key = unwrap(self.keys, row.data_key, owner=f"{_OWNER}:{who}")
            plain = open_sealed(key, row.evidence, place=Place(_TABLE, who, "evidence"))
            found = self.people[row.number] = restored(json.loads(plain))
        return found


_TABLE, _OWNER = Profile._meta.db_table, Person._meta.db_table


def _ranked(record: Record, rows: Sequence[_Row], opened: _Opened) -> tuple[Ranked, ...]:
    """Where somebody of the first is likely the same, those who share much less need not be opened."""
    found = opened.compared(record, rows[:FIRST])
    likely = any(one.comparison.band == LIKELY for one in found)
    last = near([row.weight for row in rows]) if likely else len(rows)
    found += opened.compared(record, rows[FIRST:last])
    found.sort(key=lambda one: (-one.comparison.score, one.person_id))
    return tuple(found)
