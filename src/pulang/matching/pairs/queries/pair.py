"""One pair: both records in full, and every judgement of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.matching.index import evidence_held
from pulang.matching.pairs.models import Judgement, Pair, PairState
from pulang.matching.pairs.queries.queue import after, in_order, seen_pairs
from pulang.matching.rules import Claim, compare, prepare
from pulang.matching.weighing import weights_of_register
from pulang.persons.queries import PersonView, view_of
from pulang.persons.rules import conflicts_of

OTHER = ("sex_conflict",)  # warnings of the comparison that the register does not know by itself


@dataclass(frozen=True)
class JudgementView:
    verdict: str
    reason: str
    officer: str
    agency: str
    at: datetime


@dataclass(frozen=True)
class PairView:
    """`left` is the older record. `conflicts` are codes of what speaks strongly against one person: those of

    `persons.rules.conflicts_of`, and `sex_conflict`. `claims` sum up to the `score`, in bits.

    `left_cases` and `right_cases` are id and number of the cases that the actor works on. `before` and `next` are
    the neighbours among the pairs to be judged. `mine`: the last judgement is the actor's own.
    """

    id: UUID
    version: int
    state: str
    reasons: tuple[str, ...]
    reopened_at: datetime | None
    conflicts: tuple[str, ...]
    score: float
    claims: tuple[Claim, ...]
    left: PersonView
    right: PersonView
    left_cases: tuple[tuple[UUID, str], ...]
    right_cases: tuple[tuple[UUID, str], ...]
    judgements: tuple[JudgementView, ...]
    mine: bool
    before: UUID | None
    next: UUID | None


@query(Permission.PAIR_JUDGE)
def pair_for(actor: Actor, pair_id: UUID) -> PairView:
    """Raises NotFound, also where the actor holds one of both records only, or they are one by now."""
    pair = seen_pairs().select_related("low__registered_by", "high__registered_by").filter(pk=pair_id).first()
    if pair is None:
        raise NotFound()
    for scope in (pair.low_id, pair.high_id):
        record(actor, Event.PAIR_READ, scope=scope, why=Why.ASSIGNED, pair=pair_id)
    left, right = view_of(pair.low), view_of(pair.high)
    both = evidence_held([pair.low, pair.high])
    today = timezone.localdate()
    said = compare(prepare(both[left.id], today=today), prepare(both[right.id], today=today), weights_of_register())
    judged = list(Judgement.objects.filter(pair=pair).select_related("pair", "agency").order_by("-at", "-id"))
    return PairView(
        id=pair.pk,
        version=pair.version,
        state=pair.state,
        reasons=tuple(pair.reasons),
        reopened_at=pair.reopened_at if pair.state == PairState.OPEN else None,
        conflicts=(*conflicts_of(left.draft, right.draft), *(code for code in said.warnings if code in OTHER)),
        score=said.score,
        claims=said.claims,
        left=left,
        right=right,
        left_cases=_cases(left.id),
        right_cases=_cases(right.id),
        judgements=tuple(map(_judgement, judged)),
        mine=bool(judged) and judged[0].officer_id == actor.id and judged[0].verdict == pair.state,
        before=_neighbour(pair, backwards=True),
        next=_neighbour(pair),
    )


def _judgement(each: Judgement) -> JudgementView:
    return JudgementView(each.verdict, each.reason or "", each.officer_name, each.agency.name, each.at)


def _cases(person_id: UUID) -> tuple[tuple[UUID, str], ...]:
    return tuple(Case.objects.filter(person_id=person_id).order_by("opened_at").values_list("pk", "number"))


def _neighbour(pair: Pair, *, backwards: bool = False) -> UUID | None:
    others = seen_pairs().filter(state=PairState.OPEN)
    near = in_order(after(others, pair.score, pair.pk, backwards=backwards), backwards=backwards)
    return near.values_list("pk", flat=True).first()
