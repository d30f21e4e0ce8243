"""The pairs that an officer can judge: those of which she holds both records. Of others she learns whom to ask."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from pulang.access.models import Agency
from pulang.access.permissions import Permission, Why
from pulang.access.policy import officer_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.matching.pairs.models import Judgement, Pair, PairState, Verdict
from pulang.persons.queries import Summary, summaries

PAGE = 25
COUNTED = 100  # counts above say "99+"
STRANGERS = 25


@dataclass(frozen=True)
class PairRow:
    """One pair in the list. `reopened`: new evidence came after it was judged."""

    id: UUID
    left: Summary
    right: Summary
    reasons: tuple[str, ...]
    state: str
    reopened: bool
    version: int


@dataclass(frozen=True)
class Stranger:
    """Match-only: a record of the actor's and the agency that holds one of perhaps the same person. Never more."""

    person: Summary
    agency: str


@dataclass(frozen=True)
class PairQueue:
    """`waiting` and `decided` (today, by the actor) stop at COUNTED; `next` reads on and is empty on the last page.

    `last` is the pair that the actor judged last today, which she can take back; None where she cannot.
    """

    rows: tuple[PairRow, ...]
    next: str
    waiting: int
    decided: int
    last: PairRow | None
    elsewhere: tuple[Stranger, ...]


@query(Permission.PAIR_JUDGE)
def pairs_for(actor: Actor, *, state: str = PairState.OPEN, after: str = "") -> PairQueue:
    """The pairs of a state, what speaks most for one person first; an unknown state gives those to be judged."""
    wanted = state if state in PairState.values else PairState.OPEN
    pairs = seen_pairs().filter(state=wanted)
    found = list(in_order(_from(pairs, after))[: PAGE + 1])
    page, today = found[:PAGE], _judged_today(actor)
    record(actor, Event.QUEUE_READ, why=Why.ASSIGNED, list="pairs", rows=len(page))
    return PairQueue(
        rows=tuple(map(_row, page)),
        next=f"{page[-1].score!r}~{page[-1].pk}" if len(found) > PAGE else "",
        waiting=count_pairs(actor),
        decided=len({each.pair_id for each in today if each.verdict != Verdict.TAKEN_BACK}),
        last=_last(today),
        elsewhere=_elsewhere() if wanted == PairState.OPEN and not after else (),
    )


@query(Permission.PAIR_JUDGE)
def count_pairs(actor: Actor) -> int:
    """How many pairs wait for the actor; stops at COUNTED. A number, so no look is recorded."""
    return len(seen_pairs().filter(state=PairState.OPEN).values_list("pk", flat=True)[:COUNTED])


def seen_pairs() -> "QuerySet[Pair]":
    """The pairs of which the actor of this transaction holds both records, as long as they are two."""
    both = {"low__merged_into": None, "high__merged_into": None}
    return Pair.objects.filter(**both).select_related("low", "high")


def in_order(pairs: "QuerySet[Pair]", *, backwards: bool = False) -> "QuerySet[Pair]":
    return pairs.order_by("score", "-id") if backwards else pairs.order_by("-score", "id")


def after(pairs: "QuerySet[Pair]", score: float, pair_id: UUID, *, backwards: bool = False) -> "QuerySet[Pair]":
    """The pairs that stand behind (or before) the place in the order of the queue."""
    if backwards:
        return pairs.filter(Q(score__gt=score) | Q(score=score, id__lt=pair_id))
    return pairs.filter(Q(score__lt=score) | Q(score=score, id__gt=pair_id))


def _from(pairs: "QuerySet[Pair]", place: str) -> "QuerySet[Pair]":
    """Read on from a place; an address that somebody altered begins at the first page."""
    try:
        score, pair_id = place.split("~")
        return after(pairs, float(score), UUID(pair_id))
    except ValueError:
        return pairs


def _judged_today(actor: Actor) -> list[Judgement]:
    """The actor's judgements of today that still hold, the last of each pair, oldest first."""
    start = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    mine = Judgement.objects.filter(officer_id=officer_id(actor), at__gte=start).order_by("at", "id")
    last = {each.pair_id: each for each in mine}
    return sorted(last.values(), key=lambda each: each.at)[-COUNTED:]


def _last(today: list[Judgement]) -> PairRow | None:
    """The pair of the actor's last judgement, as long as nobody judged it after her."""
    held = [each for each in today if each.verdict != Verdict.TAKEN_BACK]
    pair = seen_pairs().filter(pk=held[-1].pair_id).first() if held else None
    if pair is None or pair.state != held[-1].verdict:
        return None
    newest = Judgement.objects.filter(pair=pair).order_by("-at", "-id").first()
    return _row(pair) if newest and newest.pk == held[-1].pk else None


def _elsewhere() -> tuple[Stranger, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, agency_id FROM pairs_elsewhere(%s)", [STRANGERS])
        rows = list(dict.fromkeys(cursor.fetchall()))
    people = summaries(person for person, _ in rows)
    agencies = Agency.objects.in_bulk({agency for _, agency in rows})
    return tuple(Stranger(people[person], agencies[agency].name) for person, agency in rows if person in people)


def _row(pair: Pair) -> PairRow:
    return PairRow(
        id=pair.pk,
        left=_summary(pair, "low"),
        right=_summary(pair, "high"),
        reasons=tuple(pair.reasons),
        state=pair.state,
        reopened=pair.reopened_at is not None and pair.state == PairState.OPEN,
        version=pair.version,
    )


def _summary(pair: Pair, side: str) -> Summary:
    person = getattr(pair, side)
    return Summary(person.pk, person.name, person.birth_date or "", person.sex, person.nationality)
