"""The identification decision of a named officer. Nobody overwrites another's; she may supersede her own."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Agency
from pulang.access.permissions import Permission
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.cases.actions.story import load_case, tell
from pulang.cases.actions.tasks import add_task, complete_tasks_for
from pulang.cases.errors import AlreadySuperseded
from pulang.cases.models import Case, Decision, Outcome
from pulang.cases.rules import standards, unknown_citations
from pulang.db.once import row_once
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import Invalid, NotFound, raise_problems
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
    laws: Collection[str] = (),
    review_at: date | None = None,
    assessment: UUID | None = None,
    supersedes: UUID | None = None,
    officer_name: str = "",
    made_at: datetime | None = None,
    once: str = "",
) -> Decision:
    """Decide, with reasons; act, means and purpose are each established, indicated or not shown.

    `means` may be `not_required` (a child). `laws` are codes of `identification.laws`. `supersedes` is an earlier
    decision of the actor's own agency, which stays visible; reviews that were asked for are answered by this one.
    Where the agency's policy says so, a second officer is asked to confirm. A partner's decision arrives with
    `officer_name` and `made_at`. Raises Invalid, Problems, NotFound, CaseClosed, AlreadySuperseded.
    """
    because = clean_text(reasons, field="reasons", max_length=10_000, multiline=True)
    elements = {"act": act, "means": means, "purpose": purpose}
    raise_problems(_problems(outcome, elements, because, standard, laws, review_at))
    case = load_case(case_id)

    def make() -> Decision:
        before = load_own(actor, case, supersedes) if supersedes else None
        decision = Decision.objects.create(
            case=case,
            outcome=outcome,
            **elements,
            reasons=because,
            officer_id=actor.id if actor.kind is ActorKind.OFFICER else None,
            officer_name=officer_name or actor.name,
            agency_id=agency_id(actor),
            made_at=made_at or timezone.now(),
            standard=standard,
            laws=sorted(set(laws)),
            review_at=review_at,
            assessment=assessment,
            supersedes=before,
            needs_confirmation=_is_confirmed_by_policy(actor),
        )
        tell(actor, case, Event.DECISION_MADE, decision=decision.pk, outcome=outcome, supersedes=supersedes or "")
        if before:
            _answer(actor, before, decision)
        if decision.needs_confirmation:
            add_task(
                actor,
                case_id=case.pk,
                code="confirm_decision",
                agency=decision.agency_id,
                ref=f"decision:{decision.pk}",
            )
        return decision

    return row_once(actor, once, Decision, make)


def load_own(actor: Actor, case: Case, decision_id: UUID) -> Decision:
    """The decision of the actor's agency, locked. Raises NotFound, AlreadySuperseded."""
    own = Decision.objects.select_for_update(of=("self",)).filter(case=case, agency_id=agency_id(actor))
    return check_last(own.filter(pk=decision_id).first(), case)


def check_last(decision: Decision | None, case: Case) -> Decision:
    """The decision, with its case in place. Raises NotFound, or AlreadySuperseded where a later one is there."""
    if decision is None:
        raise NotFound()
    decision.case = case
    if Decision.objects.filter(case=case, supersedes=decision).exists():
        raise AlreadySuperseded()
    return decision


def _problems(
    outcome: str,
    elements: dict[str, str],
    because: str,
    standard: str,
    laws: Collection[str],
    review_at: date | None,
) -> list[Invalid]:
    problems = [
        Invalid(field, "not_a_choice")
        for field, value in elements.items()
        if value not in ELEMENT_STATES or (value == "not_required" and field != "means")
    ]
    if outcome not in Outcome.values:
        problems.append(Invalid("outcome", "not_a_choice"))
    if not because:
        problems.append(Invalid("reasons", "required"))
    if standard and standard not in standards():
        problems.append(Invalid("standard", "not_a_choice"))
    if unknown_citations(laws):
        problems.append(Invalid("laws", "not_a_choice"))
    if review_at and review_at < timezone.localdate():
        problems.append(Invalid("review_at", "date_in_past"))
    return problems


def _is_confirmed_by_policy(actor: Actor) -> bool:
    officers = actor.kind is ActorKind.OFFICER
    return officers and Agency.objects.filter(pk=agency_id(actor), confirms_decisions=True).exists()


def _answer(actor: Actor, before: Decision, decision: Decision) -> None:
    """What waited for the earlier decision is answered by the later one."""
    before.review_requests.filter(answer=None).update(answer=decision)
    for kind in ("decision", "review", "revise"):
        complete_tasks_for(actor, case_id=before.case_id, ref=f"{kind}:{before.pk}")
