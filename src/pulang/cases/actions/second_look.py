"""A second look at a decision: a colleague confirms it or not, and the person may ask to have it made again."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Grant
from pulang.access.permissions import Permission, Section
from pulang.access.policy import action, officer_id
from pulang.audit.events import Event
from pulang.cases.actions.decisions import check_last, load_own
from pulang.cases.actions.story import load_case, tell
from pulang.cases.actions.tasks import add_task, complete_tasks_for
from pulang.cases.errors import AlreadyConfirmed, SameOfficer
from pulang.cases.models import Case, Confirmation, Decision, ReviewRequest
from pulang.cases.rules import review_channels, review_due
from pulang.db.once import row_once
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import Invalid, raise_problems
from pulang.lib.text import clean_text


@action(Permission.DECISION_MAKE)
def confirm_decision(
    actor: Actor, *, case_id: UUID, decision_id: UUID, agrees: bool, reason: str = ""
) -> Confirmation:
    """The second officer's answer; where she disagrees she says why, and the first officer decides again.

    Raises SameOfficer, AlreadyConfirmed, AlreadySuperseded, NotFound (also for another agency's), Invalid.
    """
    because = clean_text(reason, field="reason", max_length=5000, multiline=True)
    if not agrees and not because:
        raise Invalid("reason", "required")
    second = officer_id(actor)
    case = load_case(case_id)
    decision = load_own(actor, case, decision_id)
    if decision.officer_id == second:
        raise SameOfficer()
    if not decision.needs_confirmation or Confirmation.objects.filter(decision=decision).exists():
        raise AlreadyConfirmed()
    answer = Confirmation.objects.create(
        case=case,
        decision=decision,
        agrees=agrees,
        reason=because or None,
        officer_id=second,
        officer_name=actor.name,
        made_at=timezone.now(),
    )
    tell(actor, case, Event.DECISION_CONFIRMED, decision=decision.pk, agrees=agrees)
    complete_tasks_for(actor, case_id=case.pk, ref=f"decision:{decision.pk}")
    if not agrees:
        add_task(
            actor,
            case_id=case.pk,
            code="revise_decision",
            agency=decision.agency_id,
            officer=decision.officer_id if decision.officer and decision.officer.is_active else None,
            ref=f"revise:{decision.pk}",
        )
    return answer


@action(Permission.CASE_WORK)
def ask_review(
    actor: Actor,
    *,
    case_id: UUID,
    decision_id: UUID,
    channel: str,
    reason: str,
    asked_at: datetime | None = None,
    once: str = "",
) -> ReviewRequest:
    """Record that she asks to have a decision made again; who decided gets a task until the day of the rules.

    Anybody who works on the case may hear it from her. Raises Invalid, Problems, NotFound, AlreadySuperseded.
    """
    because = clean_text(reason, field="reason", max_length=5000, multiline=True)
    asked = asked_at or timezone.now()
    problems = [] if because else [Invalid("reason", "required")]
    if channel not in review_channels():
        problems.append(Invalid("channel", "not_a_choice"))
    if asked > timezone.now():
        problems.append(Invalid("asked_at", "date_in_future"))
    raise_problems(problems)
    case = load_case(case_id)

    def make() -> ReviewRequest:
        found = Decision.objects.select_for_update(of=("self",)).filter(case=case, pk=decision_id).first()
        decision = check_last(found, case)
        request = ReviewRequest.objects.create(
            case=case,
            decision=decision,
            channel=channel,
            reason=because,
            asked_at=asked,
            due_at=review_due(asked),
            recorded_by_id=actor.id if actor.kind is ActorKind.OFFICER else None,
        )
        tell(actor, case, Event.DECISION_REVIEW_ASKED, decision=decision.pk, channel=channel)
        add_task(
            actor,
            case_id=case.pk,
            code="review_decision",
            agency=_who_reviews(case, decision),
            due_at=request.due_at,
            ref=f"review:{decision.pk}",
        )
        return request

    return row_once(actor, once, ReviewRequest, make)


def _who_reviews(case: Case, decision: Decision) -> UUID:
    """The agency that decided, or the one that leads the case where that one works on it no longer."""
    running = Grant.objects.filter(scope=case.pk, agency_id=decision.agency_id, ended_at=None)
    still = running.filter(until__gt=timezone.now(), sections__contains=[Section.WORK]).exists()
    return decision.agency_id if still else case.agency_id
