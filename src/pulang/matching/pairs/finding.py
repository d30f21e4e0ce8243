"""Who may be the same as whom: ranked by the look-up for who holds both, by equal identifiers between agencies."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from pulang.access.models import Grant
from pulang.access.permissions import Section
from pulang.db.context import acting_as
from pulang.lib.actor import Actor, ActorKind
from pulang.matching.candidates import candidates_for
from pulang.matching.index import evidence_held
from pulang.matching.rules import WEAK, Comparison, Record, compare, prepare
from pulang.matching.weighing import weights_of_register
from pulang.persons.finding import sharing_keys
from pulang.persons.models import Person
from pulang.persons.rules import enough

EXACT = ("paper", "born", "phone", "name")  # the heaviest first


@dataclass(frozen=True)
class Likeness:
    """Why two records may be one person: the band of the score (likely, possible), then what is equal (EXACT)."""

    reasons: tuple[str, ...]
    strong: bool
    score: float


def alike(person_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], Likeness]:
    """Each of these people with each who may be the same, the smaller id first. For a job of the node.

    A pair that somebody holds is there if its score is at least possible. One that nobody holds is there if a paper
    or two identifiers are equal: then each side may learn whom to ask.
    """
    shared = sharing_keys(person_ids)
    compared = _held(person_ids)
    strangers = {both for both, kinds in shared.items() if enough(kinds)} - compared.keys()
    return _likenesses(compared | _compare(strangers), shared)


def alike_pairs(pairs: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Likeness]:
    """As `alike`, of these pairs alone, whoever found them. A pair that nobody holds counts by equal keys only."""
    ids = {who for both in pairs for who in both}
    shared = {both: kinds for both, kinds in sharing_keys(ids).items() if both in pairs}
    holders = _seats(ids)
    told = {
        (low, high) for low, high in pairs
        if not holders[low].isdisjoint(holders[high]) or enough(shared.get((low, high), set()))
    }  # fmt: skip
    return _likenesses(_compare(told), shared)


def _likenesses(
    compared: Mapping[tuple[UUID, UUID], Comparison], shared: Mapping[tuple[UUID, UUID], set[str]]
) -> dict[tuple[UUID, UUID], Likeness]:
    found, model = {}, weights_of_register()
    for both, said in compared.items():
        kinds = shared.get(both, set())
        strong, score = enough(kinds), _score(said, kinds)
        band = model.band(score)
        if band != WEAK or strong:
            reasons = () if band == WEAK else (band,)
            found[both] = Likeness((*reasons, *(kind for kind in EXACT if kind in kinds)), strong, score)
    return found


def _score(said: Comparison, kinds: Collection[str]) -> float:
    """The score without a phone that many have: the phone of a group tells nothing of who somebody is."""
    if "phone" in kinds:
        return said.score
    near = any(claim.code in ("nik_one_digit", "nik_two_digits") for claim in said.claims)
    # What names take back of a phone goes with it.
    untold = {"phone_equal"} if near else {"phone_equal", "relatives"}
    return sum(claim.weight for claim in said.claims if claim.code not in untold)


def _held(person_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], Comparison]:
    """These people with those whom somebody who holds them holds too, as the look-up ranks them for her."""
    found: dict[tuple[UUID, UUID], Comparison] = {}
    for person_id, record in _records(person_ids).items():
        for holder in _holders(person_id):
            with acting_as(holder):
                ranked = candidates_for(record).ranked
            for one in ranked:
                if one.person_id != person_id:
                    found[_ordered(person_id, one.person_id)] = one.comparison
    return found


def _compare(pairs: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Comparison]:
    records, model = _records({who for both in pairs for who in both}), weights_of_register()
    return {
        (low, high): compare(records[low], records[high], model)
        for low, high in pairs
        if low in records and high in records
    }


def _records(person_ids: Collection[UUID]) -> dict[UUID, Record]:
    people = list(Person.objects.filter(pk__in=person_ids, merged_into=None))
    today = timezone.localdate()
    return {person_id: prepare(told, today=today) for person_id, told in evidence_held(people).items()}


def _holders(person_id: UUID) -> list[Actor]:
    """Each agency, and each single officer, that holds the person now: the look-up answers for one of them."""
    held = _running([person_id]).values_list("agency_id", "officer_id").distinct()
    return [
        Actor(ActorKind.OFFICER if officer else ActorKind.PEER, id=officer, agency_id=agency, via="job")
        for agency, officer in held
    ]


def _seats(person_ids: Collection[UUID]) -> dict[UUID, set[tuple[UUID, UUID | None]]]:
    """The agencies and single officers that hold each of these people now."""
    found: dict[UUID, set[tuple[UUID, UUID | None]]] = {person_id: set() for person_id in person_ids}
    for scope, agency, officer in _running(person_ids).values_list("scope", "agency_id", "officer_id"):
        found[scope].add((agency, officer))
    return found


def _running(person_ids: Collection[UUID]) -> "QuerySet[Grant]":
    running = Grant.objects.filter(scope__in=person_ids, ended_at=None, until__gt=timezone.now())
    return running.filter(sections__contains=[Section.IDENTITY])


def _ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return min(one, other), max(one, other)
