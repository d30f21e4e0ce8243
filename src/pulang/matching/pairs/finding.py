"""Who may be the same as whom: ranked by the look-up for who holds both, by equal identifiers between agencies."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Grant
from pulang.access.permissions import Section
from pulang.db.context import acting_as
from pulang.lib.actor import Actor, ActorKind
from pulang.matching.candidates import candidates_for, weights_of_register
from pulang.matching.index import evidence_held
from pulang.matching.rules import WEAK, Comparison, Record, compare, prepare
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
    compared |= _compare(strangers)
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
    phones = sum(claim.weight for claim in said.claims if claim.code == "phone_equal")
    return said.score if "phone" in kinds else said.score - phones


def _held(person_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], Comparison]:
    """These people with those whom somebody who holds them holds too, as the look-up ranks them for her."""
    found: dict[tuple[UUID, UUID], Comparison] = {}
    today, records = timezone.localdate(), _records(person_ids)
    for person_id, record in records.items():
        for holder in _holders(person_id):
            with acting_as(holder):
                ranked = candidates_for(record, today=today).ranked
            for one in ranked:
                if one.person_id != person_id:
                    found[_ordered(person_id, one.person_id)] = one.comparison
    return found


def _compare(pairs: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Comparison]:
    records, model = _records({who for both in pairs for who in both}), weights_of_register()
    return {(low, high): compare(records[low], records[high], model) for low, high in pairs}


def _records(person_ids: Collection[UUID]) -> dict[UUID, Record]:
    people = list(Person.objects.filter(pk__in=person_ids, merged_into=None))
    today = timezone.localdate()
    return {person_id: prepare(told, today=today) for person_id, told in evidence_held(people).items()}


def _holders(person_id: UUID) -> list[Actor]:
    """Each agency, and each single officer, that holds the person now: the look-up answers for one of them."""
    running = Grant.objects.filter(scope=person_id, ended_at=None, until__gt=timezone.now())
    held = running.filter(sections__contains=[Section.IDENTITY]).values_list("agency_id", "officer_id").distinct()
    return [
        Actor(ActorKind.OFFICER if officer else ActorKind.PEER, id=officer, agency_id=agency, via="job")
        for agency, officer in held
    ]


def _ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return min(one, other), max(one, other)
