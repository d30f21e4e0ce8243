"""Tasks of many cases at once, as steps bring and take them. Parts of actions that hold the cases locked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Grant
from pulang.access.permissions import Section
from pulang.audit.events import Event
from pulang.cases.actions.story import tell_many
from pulang.cases.models import Case, Task
from pulang.cases.rules import due_after
from pulang.lib.actor import Actor


@dataclass(frozen=True)
class NewTask:
    """`ref` says what it is about; a case has one open task of each."""

    case: Case
    code: str
    agency_id: UUID
    due_at: datetime | None
    ref: str


def add_tasks(actor: Actor, wanted: Sequence[NewTask]) -> None:
    """Add each unless its case has an open one of the same ref.

    An agency that no longer works on a case could not see its task: then the one that leads the case gets it.
    """
    cases = {task.case.pk for task in wanted}
    open_ones = Task.objects.filter(case__in=cases, done_at=None).exclude(ref="")
    there = set(open_ones.values_list("case_id", "ref"))
    running = Grant.objects.filter(
        scope__in=cases, ended_at=None, until__gt=timezone.now(), sections__contains=[Section.WORK]
    )
    members = set(running.values_list("scope", "agency_id"))
    now = timezone.now()
    tasks = Task.objects.bulk_create(
        Task(
            case=task.case,
            code=task.code,
            agency_id=task.agency_id if (task.case.pk, task.agency_id) in members else task.case.agency_id,
            urgency=task.case.urgency,
            due_at=task.due_at or due_after(task.case.urgency, now),
            ref=task.ref,
        )
        for task in wanted
        if (task.case.pk, task.ref) not in there
    )
    _tell(actor, [(task.case, task) for task in tasks], "open")


def complete_tasks(actor: Actor, done: Collection[tuple[Case, str]]) -> None:
    """Mark the open tasks of these cases and refs as done."""
    cases = {case.pk: case for case, _ref in done}
    refs = {(case.pk, ref) for case, ref in done}
    open_ones = Task.objects.select_for_update(of=("self",)).filter(
        case__in=cases, ref__in={ref for _case, ref in done}, done_at=None
    )
    tasks = [task for task in open_ones.order_by("id") if (task.case_id, task.ref) in refs]
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(done_at=timezone.now(), done_by=actor.id)
    _tell(actor, [(cases[task.case_id], task) for task in tasks], "done")


def _tell(actor: Actor, changed: Sequence[tuple[Case, Task]], state: str) -> None:
    """One line a case: a step that is done opens five others, and 500 people would leave 2,500 lines, not 500.

    `task` and `code` name all of its tasks in one order, with commas.
    """
    by_case: dict[UUID, list[Task]] = {}
    for case, task in changed:
        by_case.setdefault(case.pk, []).append(task)
    cases = {case.pk: case for case, _task in changed}
    said = [
        (
            cases[case_id],
            {
                "task": ",".join(str(task.pk) for task in tasks),
                "code": ",".join(task.code for task in tasks),
                "state": state,
            },
        )
        for case_id, tasks in by_case.items()
    ]
    tell_many(actor, Event.TASK_CHANGED, said)
