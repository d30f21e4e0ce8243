"""Who could it be: the rarest keys first, and only as many people as can be compared at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from pulang.matching.index import blind_keys, restored
from pulang.matching.models import Profile
from pulang.matching.rules import Comparison, Record, compare, prepare
from pulang.matching.rules.choosing import COMMON, choose
from pulang.matching.weighing import weights_of_register


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
    hits = _hits(blind_keys(record))
    chosen, model = choose(hits), weights_of_register()
    ranked = [
        Ranked(profile.person_id, compare(record, prepare(restored(profile.evidence), today=today), model))
        for profile in _profiles(chosen)
    ]
    ranked.sort(key=lambda one: (-one.comparison.score, one.person_id))
    return Candidates(tuple(ranked), crowded=not chosen and any(hits))


def _hits(keys: Sequence[int]) -> list[list[int]]:
    """The profiles of each key that somebody has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT profiles FROM matching_candidates(%s, %s)", [list(keys), COMMON])
        return [profiles for (profiles,) in cursor.fetchall() if profiles]


def _profiles(ids: Iterable[int]) -> Iterable[Profile]:
    chosen = Profile.objects.filter(number__in=list(ids), person__merged_into=None)
    return chosen.select_related("person").only("evidence", "person__data_key")
