"""*Needs my action*: one row per thing to do, with the one next action; overdue first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case as When
from django.db.models import IntegerField, Q, QuerySet, Value
from django.db.models import When as Then
from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import agency_id, may, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Report, Task
from pulang.cases.rules import due_after
from pulang.lib.actor import Actor
from pulang.persons.queries import summaries

PAGE = 50
_RANK = When(
    Then(urgency="danger", then=Value(0)),
    Then(urgency="urgent", then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class QueueFilter:
    """`mine`: given to me by name; `kind`: the part of a task's ref before the colon (step, message …)."""

    mine: bool = False
    overdue: bool = False
    urgency: str = ""
    kind: str = ""


@dataclass(frozen=True)
class QueueRow:
    """`kind` is task or report; `code` says what to do; `name` is empty where she is not the actor's to see."""

    kind: str
    id: UUID
    case_id: UUID | None
    number: str
    name: str
    code: str
    ref: str
    urgency: str
    due_at: datetime
    overdue: bool


@dataclass(frozen=True)
class Queue:
    rows: tuple[QueueRow, ...]
    page: int
    more: bool
    overdue: int
    new_reports: int


@query(Permission.CASE_READ)
def queue_for(actor: Actor, *, chosen: QueueFilter | None = None, page: int = 1) -> Queue:
    """The work of the actor's agency. New reports come first, then overdue tasks, then by urgency and deadline."""
    chosen, now = chosen or QueueFilter(), timezone.now()
    tasks = _tasks(actor, chosen)
    reports = _new_reports(actor, chosen, now) if page == 1 else []
    ordered = tasks.annotate(
        late=When(Then(due_at__lt=now, then=Value(0)), default=Value(1), output_field=IntegerField()), rank=_RANK
    ).order_by("late", "rank", "due_at", "id")
    start = (page - 1) * PAGE
    found = list(ordered.select_related("case")[start : start + PAGE + 1])
    names = summaries(task.case.person_id for task in found[:PAGE])
    rows = [
        _row(task, names[pid].name if (pid := task.case.person_id) in names else "", now) for task in found[:PAGE]
    ]
    record(actor, Event.QUEUE_READ, why=Why.ASSIGNED, rows=len(rows), page=page)
    return Queue(
        rows=(*reports, *rows),
        page=page,
        more=len(found) > PAGE,
        overdue=tasks.filter(due_at__lt=now).count(),
        new_reports=len(reports),
    )


def _tasks(actor: Actor, chosen: QueueFilter) -> QuerySet[Task]:
    own = Q(officer_id=None) | Q(officer_id=actor.id)
    tasks = Task.objects.filter(
        Q(officer_id=actor.id) if chosen.mine else own, agency_id=agency_id(actor), done_at=None
    )
    if chosen.overdue:
        tasks = tasks.filter(due_at__lt=timezone.now())
    if chosen.urgency:
        tasks = tasks.filter(urgency=chosen.urgency)
    if chosen.kind:
        tasks = tasks.filter(ref__startswith=f"{chosen.kind}:")
    return tasks


def _new_reports(actor: Actor, chosen: QueueFilter, now: datetime) -> list[QueueRow]:
    if chosen.mine or chosen.overdue or chosen.kind not in ("", "report") or not may(actor, Permission.REPORT_READ):
        return []
    reports = Report.objects.filter(agency_id=agency_id(actor), state="new")
    if chosen.urgency:
        reports = reports.filter(urgency=chosen.urgency)
    rows = [
        QueueRow(
            kind="report",
            id=report.pk,
            case_id=None,
            number=report.number,
            name=(report.subject or {}).get("name", ""),
            code="triage_report",
            ref="report:",
            urgency=report.urgency,
            due_at=due_after(report.urgency, report.received_at),
            overdue=due_after(report.urgency, report.received_at) < now,
        )
        for report in reports.annotate(rank=_RANK).order_by("rank", "received_at")[:PAGE]
    ]
    return rows


def _row(task: Task, name: str, now: datetime) -> QueueRow:
    return QueueRow(
        kind="task",
        id=task.pk,
        case_id=task.case_id,
        number=task.case.number,
        name=name,
        code=task.code,
        ref=task.ref,
        urgency=task.urgency,
        due_at=task.due_at,
        overdue=task.due_at < now,
    )
