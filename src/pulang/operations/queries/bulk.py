"""How something for many people went: one line for each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.operations.models import Bulk, BulkLine, LineState
from pulang.operations.queries.board import operation_of
from pulang.persons.queries import summaries


@dataclass(frozen=True)
class LineView:
    """`code` and `details` are those of the error where it was refused; `name` may not be the reader's to see."""

    case_id: UUID
    number: int
    name: str
    state: str
    code: str
    details: dict[str, Any]


@dataclass(frozen=True)
class BulkView:
    id: UUID
    kind: str
    step: str  # code, where a step is recorded
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    done: int
    refused: int
    total: int
    lines: tuple[LineView, ...]


@query(Permission.CASE_WORK)
def bulk_for(actor: Actor, operation_id: UUID, bulk_id: UUID) -> BulkView:
    """One bulk with all its lines, those that were refused first. Raises NotFound."""
    bulk = (
        Bulk.objects.select_related("operation", "started_by").filter(pk=bulk_id, operation_id=operation_id).first()
    )
    if bulk is None:
        raise NotFound()
    lines = list(
        BulkLine.objects.filter(bulk=bulk).select_related("enrolment").order_by("-state", "enrolment__number")
    )
    names = summaries(line.enrolment.person_id for line in lines)
    record(actor, Event.QUEUE_READ, scope=operation_id, why=Why.ASSIGNED, list="bulk", rows=len(lines))
    states = [line.state for line in lines]
    return BulkView(
        id=bulk.pk,
        kind=bulk.kind,
        step=(bulk.asked or {}).get("code", ""),
        started_by=bulk.started_by.name,
        started_at=bulk.started_at,
        finished_at=bulk.finished_at,
        done=states.count(LineState.DONE),
        refused=states.count(LineState.REFUSED),
        total=len(lines),
        lines=tuple(_line(line, names) for line in lines),
    )


@query(Permission.CASE_WORK)
def bulks_for(actor: Actor, operation_id: UUID) -> tuple[Bulk, ...]:
    """What was done together in an operation, the newest first. Raises NotFound."""
    operation_of(operation_id)
    found = tuple(
        Bulk.objects.filter(operation_id=operation_id).select_related("operation").order_by("-started_at")[:20]
    )
    record(actor, Event.QUEUE_READ, scope=operation_id, why=Why.ASSIGNED, list="bulks", rows=len(found))
    return found


def _line(line: BulkLine, names: dict[UUID, Any]) -> LineView:
    person = names.get(line.enrolment.person_id)
    return LineView(
        case_id=line.enrolment.case_id,
        number=line.enrolment.number,
        name=person.name if person else "",
        state=line.state,
        code=line.code,
        details=line.details,
    )
