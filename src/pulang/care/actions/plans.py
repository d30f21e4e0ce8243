"""Her plan with goals, and the talks in the months after she came home."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.care.errors import FollowUpDone
from pulang.care.models import FollowUp, Goal, GoalState
from pulang.care.rules import months_after, questions, services, talks
from pulang.cases.actions import add_task, complete_tasks_for
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Case
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.text import clean_text


@action(Permission.CARE_RECORD)
def add_goal(
    actor: Actor, *, case_id: UUID, text: str, service: str, due_on: date | None = None, once: str = ""
) -> Goal:
    """Add a goal to her plan. Raises NotFound, CaseClosed, Invalid, Problems."""
    words = clean_text(text, field="text", max_length=1000, multiline=True)
    problems = [] if words else [Invalid("text", "required")]
    problems += [] if service in services() else [Invalid("service", "not_a_choice")]
    problems += [Invalid("due_on", "date_in_past")] if due_on and due_on < timezone.localdate() else []
    raise_problems(problems)
    case = case_in_care(actor, case_id)

    def make() -> Goal:
        goal = Goal.objects.create(case=case, text=words, service=service, due_on=due_on)
        tell(actor, case, Event.CARE_CHANGED, section=Section.CARE, goal=goal.pk, state="open")
        return goal

    return row_once(actor, once, Goal, make)


@action(Permission.CARE_RECORD)
def settle_goal(actor: Actor, *, case_id: UUID, goal_id: UUID, reached: bool, note: str = "") -> Goal:
    """A goal was reached, or is given up. Raises NotFound, CaseClosed."""
    words = clean_text(note, field="note", max_length=2000, multiline=True)
    case = case_in_care(actor, case_id)
    goal = Goal.objects.select_for_update(of=("self",)).filter(pk=goal_id, case=case).first()
    if goal is None:
        raise NotFound()
    goal.case, goal.note, goal.settled_at = case, words or None, timezone.now()
    goal.state = GoalState.REACHED if reached else GoalState.DROPPED
    goal.save()
    tell(actor, case, Event.CARE_CHANGED, section=Section.CARE, goal=goal.pk, state=goal.state.value)
    return goal


@action(Permission.CARE_RECORD)
def begin_follow_up(actor: Actor, *, case_id: UUID, home_on: date) -> tuple[FollowUp, ...]:
    """She came home on that day: a talk is due after each number of months of the data, with a task.

    Twice has one effect. Raises NotFound, CaseClosed, Invalid.
    """
    if home_on > timezone.localdate():
        raise Invalid("home_on", "date_in_future")
    case = case_in_care(actor, case_id)
    there = {one.months: one for one in FollowUp.objects.filter(case=case)}
    for months in talks():
        if months not in there:
            due = months_after(home_on, months)
            there[months] = FollowUp.objects.create(case=case, months=months, due_on=due)
            add_task(
                actor,
                case_id=case_id,
                code="follow_up",
                agency=agency_id(actor),
                due_at=timezone.make_aware(datetime.combine(due, time(17))),
                ref=f"talk:{months}",
            )
    tell(actor, case, Event.CARE_CHANGED, section=Section.CARE, follow_up="begun")
    return tuple(there[months] for months in talks())


@action(Permission.CARE_RECORD)
def record_follow_up(
    actor: Actor, *, case_id: UUID, months: int, held_on: date, outcomes: Mapping[str, str], note: str = ""
) -> FollowUp:
    """What she told at a talk: an answer by question; what she did not say is left out.

    Raises NotFound, CaseClosed, Invalid, Problems, FollowUpDone.
    """
    words = clean_text(note, field="note", max_length=4000, multiline=True)
    known = questions()
    problems = [
        Invalid(code, "not_a_choice")
        for code, answer in outcomes.items()
        if code not in known or (answer and answer not in known[code].choices)
    ]
    problems += [Invalid("held_on", "date_in_future")] if held_on > timezone.localdate() else []
    raise_problems(problems)
    case = case_in_care(actor, case_id)
    talk = FollowUp.objects.select_for_update(of=("self",)).filter(case=case, months=months).first()
    if talk is None:
        raise NotFound()
    if talk.held_on is not None:
        raise FollowUpDone()
    talk.case, talk.held_on, talk.note = case, held_on, words or None
    talk.outcomes = {code: answer for code, answer in outcomes.items() if answer}
    talk.save()
    complete_tasks_for(actor, case_id=case_id, ref=f"talk:{months}")
    tell(actor, case, Event.CARE_CHANGED, section=Section.CARE, talk=months)
    return talk


def case_in_care(actor: Actor, case_id: UUID) -> Case:
    """The case, locked. Part of an action. Raises NotFound without its section care, CaseClosed."""
    case = load_case(case_id)
    if Section.CARE not in held_sections(actor, case_id):
        raise NotFound()
    return case
