"""Decisions of a case: side by side, and one with all that was said to it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case, Confirmation, Decision, ReviewRequest
from pulang.cases.rules import Standing, standing
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@dataclass(frozen=True)
class DecisionView:
    """One decision; `may_confirm`: it waits for a colleague, and the reader is one."""

    case: Case
    decision: Decision
    standing: Standing
    confirmation: Confirmation | None
    reviews: tuple[ReviewRequest, ...]
    superseded_by: Decision | None
    is_own: bool
    may_confirm: bool


def decisions_of(*cases: Case) -> "QuerySet[Decision]":
    """Those of the cases, newest first, with what `standing_of` needs."""
    found = Decision.objects.filter(case__in=cases).order_by("-made_at", "-id")
    return found.select_related("agency", "confirmation", "superseded_by")


def standing_of(decision: Decision) -> Standing:
    confirmation = confirmation_of(decision)
    return standing(
        needs_confirmation=decision.needs_confirmation,
        agrees=confirmation.agrees if confirmation else None,
        superseded=getattr(decision, "superseded_by", None) is not None,
    )


def confirmation_of(decision: Decision) -> Confirmation | None:
    """The second officer's answer, None while there is none."""
    found: Confirmation | None = getattr(decision, "confirmation", None)
    return found


@query(Permission.CASE_READ)
def decision_for(actor: Actor, case_id: UUID, decision_id: UUID) -> DecisionView:
    """One decision of the case, with its confirmation and reviews. The look is in the audit. Raises NotFound."""
    case = Case.objects.select_related("agency").filter(pk=case_id).first()
    decision = decisions_of(case).filter(pk=decision_id).first() if case else None
    if case is None or decision is None:
        raise NotFound()
    confirmation, later = confirmation_of(decision), getattr(decision, "superseded_by", None)
    reviews = tuple(
        ReviewRequest.objects.filter(decision=decision).select_related("recorded_by").order_by("asked_at")
    )
    for part in filter(None, (decision, confirmation, later, *reviews)):
        part.case = case
    record(actor, Event.CASE_READ, scope=case_id, why=Why.ASSIGNED, part="decision", decision=decision_id)
    now = standing_of(decision)
    own = decision.agency_id == actor.agency_id
    return DecisionView(
        case=case,
        decision=decision,
        standing=now,
        confirmation=confirmation,
        reviews=reviews,
        superseded_by=later,
        is_own=own,
        may_confirm=now is Standing.AWAITING and own and decision.officer_id != actor.id,
    )
