"""The identification decision of a named officer. Nobody overwrites another's."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Decision, Outcome
from pulang.db.once import row_once
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import Invalid, raise_problems
from pulang.lib.text import clean_text

ELEMENT_STATES = ("established", "indicated", "not_shown", "not_required")


@action(Permission.DECISION_MAKE)
def make_decision(
    actor: Actor,
    *,
    case_id: UUID,
    outcome: str,
    act: str,
    means: str,
    purpose: str,
    reasons: str,
    standard: str = "",
    law: str = "",
    review_at: date | None = None,
    assessment: UUID | None = None,
    officer_name: str = "",
    made_at: datetime | None = None,
    once: str = "",
) -> Decision:
    """Decide, with reasons; act, means and purpose are each established, indicated or not shown.

    `means` may be `not_required` (a child). A partner's decision arrives with `officer_name` and `made_at`.
    """
    problems = [
        Invalid(field, "not_a_choice")
        for field, value in (("act", act), ("means", means), ("purpose", purpose))
        if value not in ELEMENT_STATES or (value == "not_required" and field != "means")
    ]
    if outcome not in Outcome.values:
        problems.append(Invalid("outcome", "not_a_choice"))
    because = clean_text(reasons, field="reasons", max_length=10_000, multiline=True)
    if not because:
        problems.append(Invalid("reasons", "required"))
    raise_problems(problems)
    case = load_case(case_id)

    def make() -> Decision:
        decision = Decision.objects.create(
            case=case,
            outcome=outcome,
            act=act,
            means=means,
            purpose=purpose,
            reasons=because,
            officer_id=actor.id if actor.kind is ActorKind.OFFICER else None,
            officer_name=officer_name or actor.name,
            agency_id=agency_id(actor),
            made_at=made_at or timezone.now(),
            standard=standard,
            law=law,
            review_at=review_at,
            assessment=assessment,
        )
        tell(actor, case, Event.DECISION_MADE, decision=decision.pk, outcome=outcome)
        return decision

    return row_once(actor, once, Decision, make)
