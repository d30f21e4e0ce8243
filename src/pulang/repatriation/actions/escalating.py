"""A step that is late is told to its fallback, once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Agency
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.cases.actions.many_tasks import NewTask, add_tasks
from pulang.cases.actions.story import tell_many
from pulang.cases.models import Case
from pulang.cases.rules import CLOSED
from pulang.lib.actor import Actor
from pulang.lib.errors import NotAllowed
from pulang.repatriation.actions.board import late_ref
from pulang.repatriation.models import Step
from pulang.repatriation.queries.doers import members_in
from pulang.repatriation.queries.lists import step_list
from pulang.repatriation.rules import Fallback, State

AT_ONCE = 200  # steps of one transaction; the next minute takes the next


@action(None)
def escalate_steps(actor: Actor, *, now: datetime | None = None) -> int:
    """Give the fallback of each step that is late enough a task, and say so in the story of the case.

    Only for a job of the node. Returns how many steps were escalated.
    """
    if not actor.is_system:
        raise NotAllowed(needs="system")
    at = now or timezone.now()
    late = Step.objects.filter(state=State.OPEN, due_at__lte=at, escalated_at=None).exclude(case__status=CLOSED)
    found = late.select_for_update(of=("self",)).select_related("case", "agency").order_by("due_at", "id")
    due = [(step, fallback) for step in found[: 10 * AT_ONCE] if (fallback := _fallback_of(step, at))][:AT_ONCE]
    members = members_in({step.case_id for step, _fallback in due})
    tasks, said = [], []
    for step, fallback in due:
        to = _told(fallback, members.get(step.case_id, []), step.case)
        step.escalated_at, step.escalated_to_id = at, to
        tasks.append(NewTask(step.case, f"late_{step.code}", to, at, late_ref(step.code)))
        said.append((step.case, {"step": step.code, "escalated": to}))
    Step.objects.bulk_update([step for step, _fallback in due], ["escalated_at", "escalated_to"])
    add_tasks(actor, tasks)
    tell_many(actor, Event.STEP_CHANGED, said)
    return len(due)


def _fallback_of(step: Step, at: datetime) -> Fallback | None:
    """Who is to be told by now, if anybody."""
    fallback = step_list(step.list_version).step(step.code).fallback
    if fallback is None or step.due_at is None or step.due_at + timedelta(days=fallback.days) > at:
        return None
    return fallback


def _told(fallback: Fallback, members: list[Agency], case: Case) -> UUID:
    """The agency that is named, else the first of its kinds, else who leads the case: each only if it works on it.

    Being told does not open a case to anybody.
    """
    named = [member.pk for member in members if member.code == fallback.agency]
    of_kind = [member.pk for kind in fallback.kinds for member in members if member.kind == kind]
    return next(iter([*named, *of_kind]), case.agency_id)
