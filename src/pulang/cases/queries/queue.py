"""*Needs my action*: one row per thing to do, with the one next action; overdue first, then urgency, then time.

The order is made of segments (overdue or not, by urgency); within one, tasks and new reports are read from their
indexes by the time they are due. A page costs the same whether ten things wait or a hundred thousand.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import agency_id, may, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Report, Task, Urgency
from pulang.cases.queries.cursor import Cursor, read_cursor
from pulang.cases.rules import LEAVES
from pulang.lib.actor import Actor
from pulang.persons.queries import Summary, summaries

PAGE = 25
COUNTED = 100  # counts above say "99+": nobody plans by the exact number


@dataclass(frozen=True)
class QueueFilter:
    """`mine`: given to me by name; `kind`: report, or the part of a task's ref before the colon (step, message)."""

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
    """`next` reads on, empty on the last page. The counts stop at COUNTED."""

    rows: tuple[QueueRow, ...]
    next: str
    overdue: int
    new_reports: int


class _Item(NamedTuple):
    due_at: datetime
    id: UUID
    row: Task | Report


class _Segment(NamedTuple):
    late: bool
    urgency: str

    def __str__(self) -> str:
        return f"{'late' if self.late else 'due'}.{self.urgency}"


SEGMENTS = [_Segment(late, urgency) for late in (True, False) for urgency in Urgency.values]


@query(Permission.CASE_READ)
def queue_for(actor: Actor, *, chosen: QueueFilter | None = None, after: str = "", size: int = PAGE) -> Queue:
    """The open tasks of the actor's agency that are hers or nobody's, and the reports that nobody has read yet.

    `after` is `Queue.next` of the page before.
    """
    look = _Look(actor, chosen or QueueFilter(), timezone.now(), size)
    found = list(islice(look.items(read_cursor(after)), size + 1))
    page = found[:size]
    names = summaries(item.row.case.person_id for _, item in page if isinstance(item.row, Task))
    rows = tuple(_row(segment, item, names) for segment, item in page)
    record(actor, Event.QUEUE_READ, why=Why.ASSIGNED, rows=len(rows))
    more = str(Cursor(page[-1][1].due_at, page[-1][1].id, str(page[-1][0]))) if len(found) > size else ""
    return Queue(rows=rows, next=more, overdue=look.count_overdue(), new_reports=look.count_reports())


@dataclass(frozen=True)
class _Look:
    """One reading of the queue, at one moment."""

    actor: Actor
    chosen: QueueFilter
    now: datetime
    size: int

    def items(self, after: Cursor | None) -> Iterator[tuple[_Segment, _Item]]:
        started = after is None or after.segment not in map(str, SEGMENTS)
        for segment in SEGMENTS:
            here = after if after and not started and str(segment) == after.segment else None
            started = started or here is not None
            if started and self._is_wanted(segment):
                items = heapq.merge(self._due_tasks(segment, here), self._due_reports(segment, here))
                yield from ((segment, item) for item in items)

    def count_overdue(self) -> int:
        late = self._tasks().filter(due_at__lt=self.now).values_list("id", flat=True)
        return len(late[:COUNTED])

    def count_reports(self) -> int:
        return len(self._reports().values_list("id", flat=True)[:COUNTED]) if self._shows_reports() else 0

    def _is_wanted(self, segment: _Segment) -> bool:
        return self.chosen.urgency in ("", segment.urgency) and (segment.late or not self.chosen.overdue)

    def _due_tasks(self, segment: _Segment, after: Cursor | None) -> Iterator[_Item]:
        if self.chosen.kind == "report":
            return
        tasks = self._tasks().filter(urgency=segment.urgency)
        tasks = tasks.filter(due_at__lt=self.now) if segment.late else tasks.filter(due_at__gte=self.now)
        if after:
            tasks = tasks.filter(Q(due_at__gt=after.at) | Q(due_at=after.at, id__gt=after.id), due_at__gte=after.at)
        for task in tasks.select_related("case").order_by("due_at", "id")[: self.size + 1]:
            yield _Item(task.due_at, task.pk, task)

    def _due_reports(self, segment: _Segment, after: Cursor | None) -> Iterator[_Item]:
        if not self._shows_reports():
            return
        leaves = LEAVES[segment.urgency]
        edge = self.now - leaves
        reports = self._reports().filter(urgency=segment.urgency)
        reports = reports.filter(received_at__lt=edge) if segment.late else reports.filter(received_at__gte=edge)
        if after:
            at = after.at - leaves
            reports = reports.filter(
                Q(received_at__gt=at) | Q(received_at=at, id__gt=after.id), received_at__gte=at
            )
        for report in reports.order_by("received_at", "id")[: self.size + 1]:
            yield _Item(report.received_at + leaves, report.pk, report)

    def _tasks(self) -> "QuerySet[Task]":
        hers = Q(officer_id=self.actor.id)
        who = hers if self.chosen.mine else hers | Q(officer_id=None)
        tasks = Task.objects.filter(who, agency_id=agency_id(self.actor), done_at=None)
        return tasks.filter(ref__startswith=f"{self.chosen.kind}:") if self.chosen.kind else tasks

    def _reports(self) -> "QuerySet[Report]":
        return Report.objects.filter(agency_id=agency_id(self.actor), state="new")

    def _shows_reports(self) -> bool:
        chosen = self.chosen
        return not chosen.mine and chosen.kind in ("", "report") and may(self.actor, Permission.REPORT_READ)


def _row(segment: _Segment, item: _Item, names: dict[UUID, Summary]) -> QueueRow:
    if isinstance(item.row, Report):
        return _report_row(segment, item, item.row)
    task = item.row
    person = names.get(task.case.person_id)
    return QueueRow(
        kind="task",
        id=task.pk,
        case_id=task.case_id,
        number=task.case.number,
        name=person.name if person else "",
        code=task.code,
        ref=task.ref,
        urgency=segment.urgency,
        due_at=item.due_at,
        overdue=segment.late,
    )


def _report_row(segment: _Segment, item: _Item, report: Report) -> QueueRow:
    return QueueRow(
        kind="report",
        id=report.pk,
        case_id=None,
        number=report.number,
        name=(report.subject or {}).get("name", ""),
        code="triage_report",
        ref="",
        urgency=segment.urgency,
        due_at=item.due_at,
        overdue=segment.late,
    )
