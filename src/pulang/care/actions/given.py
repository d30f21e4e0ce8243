"""What she was given and what it cost; days with counsel or a court."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Section
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.care.actions.plans import case_in_care
from pulang.care.errors import DaySettled
from pulang.care.models import DayState, Given, LegalDay
from pulang.care.rules import legal_days, services
from pulang.cases.actions import add_task, complete_tasks_for
from pulang.cases.actions.story import tell
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.money import money_problems
from pulang.lib.text import clean_text

FARTHEST = timedelta(days=366 * 5)
REMINDED = timedelta(days=7)  # before a day with a court somebody prepares it with her


@action(Permission.CARE_RECORD)
def record_given(
    actor: Actor,
    *,
    case_id: UUID,
    service: str,
    what: str,
    given_on: date,
    amount: Decimal | None = None,
    currency: str = "",
    once: str = "",
) -> Given:
    """Record what the actor's agency gave her, with its cost where there was one.

    A wrong line is set right by one with a minus. Raises NotFound, CaseClosed, Invalid, Problems.
    """
    words = clean_text(what, field="what", max_length=2000, multiline=True)
    problems = [] if words else [Invalid("what", "required")]
    problems += [] if service in services() else [Invalid("service", "not_a_choice")]
    problems += [Invalid("given_on", "date_in_future")] if given_on > timezone.localdate() else []
    problems += money_problems(amount, currency) if amount is not None else []
    raise_problems(problems)
    case = case_in_care(actor, case_id)

    def make() -> Given:
        given = Given.objects.create(
            case=case,
            service=service,
            provider_id=agency_id(actor),
            given_on=given_on,
            what=words,
            amount=amount,
            currency=currency if amount is not None else "",
            recorded_by=actor.id,
        )
        tell(actor, case, Event.CARE_CHANGED, section=Section.CARE, given=given.pk, service=service)
        return given

    return row_once(actor, once, Given, make)


@action(Permission.CARE_RECORD)
def plan_day(
    actor: Actor, *, case_id: UUID, kind: str, on: date, place: str = "", note: str = "", once: str = ""
) -> LegalDay:
    """Keep a day with counsel or a court; a week before it a task asks to prepare her.

    Raises NotFound, CaseClosed, Invalid, Problems.
    """
    details = {
        "place": clean_text(place, field="place", max_length=300),
        "note": clean_text(note, field="note", max_length=2000, multiline=True),
    }
    today = timezone.localdate()
    problems = [] if kind in legal_days() else [Invalid("kind", "not_a_choice")]
    problems += [Invalid("on", "date_in_past")] if on < today else []
    problems += [Invalid("on", "date_too_far")] if on > today + FARTHEST else []
    raise_problems(problems)
    case = case_in_care(actor, case_id)

    def make() -> LegalDay:
        day = LegalDay.objects.create(case=case, kind=kind, on=on, details=details)
        due = datetime.combine(max(on - REMINDED, today), time(17))
        add_task(
            actor,
            case_id=case_id,
            code="prepare_day",
            agency=agency_id(actor),
            due_at=timezone.make_aware(due),
            ref=_ref(day),
        )
        tell(actor, case, Event.CARE_CHANGED, section=Section.CARE, day=day.pk, state="planned")
        return day

    return row_once(actor, once, LegalDay, make)


@action(Permission.CARE_RECORD)
def settle_day(actor: Actor, *, case_id: UUID, day_id: UUID, state: str, outcome: str) -> LegalDay:
    """Say what became of a day: kept, postponed, missed or cancelled, and what came of it (or why).

    Raises NotFound, CaseClosed, DaySettled, Invalid, Problems.
    """
    words = clean_text(outcome, field="outcome", max_length=4000, multiline=True)
    problems = [] if words else [Invalid("outcome", "required")]
    if state not in DayState.values or state == DayState.PLANNED:
        problems.append(Invalid("state", "not_a_choice"))
    raise_problems(problems)
    case = case_in_care(actor, case_id)
    day = LegalDay.objects.select_for_update(of=("self",)).filter(pk=day_id, case=case).first()
    if day is None:
        raise NotFound()
    if day.state != DayState.PLANNED:
        raise DaySettled()
    day.case, day.state, day.outcome, day.settled_at = case, DayState(state), words, timezone.now()
    day.save()
    complete_tasks_for(actor, case_id=case_id, ref=_ref(day))
    tell(actor, case, Event.CARE_CHANGED, section=Section.CARE, day=day.pk, state=state)
    return day


def _ref(day: LegalDay) -> str:
    return f"day:{day.pk}"
