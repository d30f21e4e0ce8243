"""Tasks: one thing to do, by somebody, until a time."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Case, Task
from pulang.cases.rules import due_after
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.text import clean_text


@action(Permission.CASE_WORK)
def add_task(
    actor: Actor,
    *,
    case_id: UUID,
    code: str,
    note: str = "",
    agency: UUID | None = None,
    officer: UUID | None = None,
    due_at: datetime | None = None,
    ref: str = "",
) -> Task:
    """Add a task, by default for the actor's agency and due as the case's urgency says.

    With `ref` ("step:splp", "message:<id>") an open task of the same ref is given back instead of a second.
    """
    case = load_case(case_id)
    if not code.strip():
        raise Invalid("code", "required")
    if ref and (open_one := Task.objects.filter(case=case, ref=ref, done_at=None).first()):
        return open_one
    task = Task.objects.create(
        case=case,
        code=clean_text(code, field="code", max_length=60),
        note=clean_text(note, field="note", max_length=2000, multiline=True) or None,
        agency_id=agency or case.agency_id or agency_id(actor),
        officer_id=officer,
        urgency=case.urgency,
        due_at=due_at or due_after(case.urgency, timezone.now()),
        ref=ref,
    )
    tell(actor, case, Event.TASK_CHANGED, task=task.pk, code=task.code, state="open")
    return task


@action(Permission.CASE_WORK)
def complete_task(actor: Actor, *, case_id: UUID, task_id: UUID) -> Task:
    """Mark a task of the case as done; doing so twice has one effect. Raises NotFound."""
    case = load_case(case_id)
    task = Task.objects.select_for_update(of=("self",)).filter(pk=task_id, case=case).first()
    if task is None:
        raise NotFound()
    return task if task.done_at else _complete(actor, case, task)


@action(Permission.CASE_WORK)
def complete_tasks_for(actor: Actor, *, case_id: UUID, ref: str) -> int:
    """Mark every open task with this `ref` as done; returns how many there were."""
    case = load_case(case_id, closed_too=True)
    tasks = list(Task.objects.select_for_update(of=("self",)).filter(case=case, ref=ref, done_at=None))
    for task in tasks:
        _complete(actor, case, task)
    return len(tasks)


def _complete(actor: Actor, case: Case, task: Task) -> Task:
    task.done_at, task.done_by = timezone.now(), actor.id
    task.save(update_fields=["done_at", "done_by"])
    tell(actor, case, Event.TASK_CHANGED, task=task.pk, code=task.code, state="done")
    return task
