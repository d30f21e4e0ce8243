"""Tasks: one thing to do, by somebody, until a time."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Grant, Officer
from pulang.access.permissions import Permission, Section
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Case, Task, Urgency
from pulang.cases.rules import due_after, task_words
from pulang.db.once import row_once
from pulang.exchange.delivery.later import tell_later
from pulang.exchange.models import Message
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
    once: str = "",
) -> Task:
    """Add a task, by default for the agency that leads the case and due as its urgency says.

    `code` is a word of `data/tasks.yaml` or the officer's own. With `ref` ("step:splp", "message:<id>") an open
    task of the same ref is given back instead of a second. Raises Invalid (the agency must work on the case, the
    officer at that agency), NotFound, CaseClosed.
    """
    what = clean_text(code, field="code", max_length=60)
    if not what:
        raise Invalid("code", "required")
    more = clean_text(note, field="note", max_length=2000, multiline=True)
    case = load_case(case_id)
    doing = agency or case.agency_id
    _check_assigned(case, doing, officer)
    if ref and (open_one := Task.objects.filter(case=case, ref=ref, done_at=None).first()):
        return open_one

    def make() -> Task:
        task = Task.objects.create(
            case=case,
            code=what,
            note=more or None,
            agency_id=doing,
            officer_id=officer,
            urgency=case.urgency,
            due_at=due_at or due_after(case.urgency, timezone.now()),
            ref=ref,
        )
        known = _known(task)
        tell(actor, case, Event.TASK_CHANGED, text="" if known else what, task=task.pk, code=known, state="open")
        return task

    return row_once(actor, once, Task, make)


@action(Permission.CASE_WORK)
def assign_task(
    actor: Actor, *, case_id: UUID, task_id: UUID, agency: UUID | None = None, officer: UUID | None = None
) -> Task:
    """Give an open task to an agency of the case, or to one officer of it. Raises NotFound, Invalid."""
    case = load_case(case_id)
    task = _load(case, task_id)
    doing = agency or task.agency_id
    _check_assigned(case, doing, officer)
    task.agency_id, task.officer_id = doing, officer
    task.save(update_fields=["agency", "officer"])
    if officer:
        _tell_sender(task)
    tell(actor, case, Event.TASK_CHANGED, task=task.pk, code=_known(task), state="assigned")
    return task


@action(Permission.CASE_WORK)
def complete_task(actor: Actor, *, case_id: UUID, task_id: UUID) -> Task:
    """Mark a task of the case as done; doing so twice has one effect. Raises NotFound."""
    case = load_case(case_id)
    task = _load(case, task_id)
    return task if task.done_at else _complete(actor, case, task)


@action(Permission.CASE_WORK)
def complete_tasks_for(actor: Actor, *, case_id: UUID, ref: str, code: str = "") -> int:
    """Mark every open task with this `ref` as done, with `code` only those of it; returns how many there were."""
    case = load_case(case_id, closed_too=True)
    tasks = list(Task.objects.select_for_update(of=("self",)).filter(case=case, ref=ref, done_at=None))
    tasks = [task for task in tasks if code in ("", task.code)]
    for task in tasks:
        _complete(actor, case, task)
    return len(tasks)


def hurry_tasks(case: Case) -> None:
    """Bring the open tasks of a case up to its urgency: none waits longer than the case itself may."""
    fast = Urgency.values[: Urgency.values.index(case.urgency) + 1]
    latest = due_after(case.urgency, timezone.now())
    for task in Task.objects.select_for_update(of=("self",)).filter(case=case, done_at=None):
        if task.urgency not in fast:
            task.urgency, task.due_at = case.urgency, min(task.due_at, latest)
            task.save(update_fields=["urgency", "due_at"])


def _tell_sender(task: Task) -> None:
    """A partner hears that an officer has what it sent; never who."""
    kind, _, about = task.ref.partition(":")
    message = Message.objects.select_related("peer").filter(pk=about).first() if kind == "message" else None
    if message is not None:
        tell_later(message, "assigned")


def _load(case: Case, task_id: UUID) -> Task:
    task = Task.objects.select_for_update(of=("self",)).filter(pk=task_id, case=case).first()
    if task is None:
        raise NotFound()
    task.case = case
    return task


def _check_assigned(case: Case, agency: UUID, officer: UUID | None) -> None:
    """A task for somebody who may not see it would wait for ever."""
    running = Grant.objects.filter(scope=case.pk, agency_id=agency, ended_at=None, until__gt=timezone.now())
    if not running.filter(sections__contains=[Section.WORK]).exists():
        raise Invalid("agency", "not_a_member")
    if officer and not Officer.objects.filter(pk=officer, agency_id=agency, is_active=True).exists():
        raise Invalid("officer", "not_of_agency")


def _known(task: Task) -> str:
    """The code for the story, unless an officer wrote it: then it is text and stays sealed."""
    return task.code if task.code in task_words() or task.ref else ""


def _complete(actor: Actor, case: Case, task: Task) -> Task:
    task.done_at, task.done_by = timezone.now(), actor.id
    task.save(update_fields=["done_at", "done_by"])
    known = _known(task)
    tell(actor, case, Event.TASK_CHANGED, text="" if known else task.code, task=task.pk, code=known, state="done")
    return task
