"""Who could it be: the rarest keys first, and only as many people as can be compared at once."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pulang.crypto.sealing import Place, open_sealed, unwrap
from pulang.db.keys import ring
from pulang.db.prepared import prepared_rows
from pulang.matching.index import blind_keys, restored
from pulang.matching.models import Profile
from pulang.matching.rules import Comparison, Record, compare, prepare
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
    hits = _hits(blind_keys(record, asked=True))
    first, near, others = in_turn(hits)
    model = weights_of_register()
    ranked = [Ranked(person_id, compare(record, other, model)) for person_id, other in _opened(first, today)]
    found = any(one.comparison.band == LIKELY for one in ranked)
    rest = near if found else near + others
    ranked += [Ranked(person_id, compare(record, other, model)) for person_id, other in _opened(rest, today)]
    ranked.sort(key=lambda one: (-one.comparison.score, one.person_id))
    return Candidates(tuple(ranked), crowded=not first and any(hits))


def _hits(keys: Sequence[int]) -> list[list[int]]:
    """The profiles of each key that somebody has."""
    rows = prepared_rows("SELECT profiles FROM matching_candidates(%s::bigint[], %s)", [list(keys), COMMON])
    return [profiles for (profiles,) in rows if profiles]


# The row security of both tables holds: who ended to hold somebody does not find her, whatever the keys say.
_CHOSEN = """
SELECT p.person_id, r.data_key, p.evidence FROM matching_profile p JOIN persons_person r ON r.id = p.person_id
WHERE p.number = ANY (%s::bigint[]) AND r.merged_into_id IS NULL
"""


def _opened(numbers: Sequence[int], today: date) -> Iterator[tuple[UUID, Record]]:
    """The people of these profiles, prepared. Without models: a look-up opens dozens."""
    keys, table, owner = ring(), Profile._meta.db_table, Person._meta.db_table
    for person_id, wrapped, sealed in prepared_rows(_CHOSEN, [list(numbers)]) if numbers else ():
        key = unwrap(keys, wrapped, owner=f"{owner}:{person_id}")
        plain = open_sealed(key, sealed, place=Place(table, str(person_id), "evidence"))
        yield person_id, prepare(restored(json.loads(plain)), today=today)
