"""How an operation stands: counts over everybody in it, true at the moment of asking.

The counts come from the steps themselves, by one function of the database that asks once whether the reader
works on the operation: a count names nobody, so it is over all, also over cases that are not hers to open.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.operations.models import Operation
from pulang.operations.rules import Milestone, milestones
from pulang.repatriation.queries.lists import current_list

LISTED = 100


@dataclass(frozen=True)
class OperationRow:
    id: UUID
    number: str
    kind: str
    title: str
    agency: str
    opened_at: datetime
    closed_at: datetime | None
    people: int


@dataclass(frozen=True)
class Reached:
    """People by a milestone: `reached` it; can go there now (`ready`), of these past the deadline (`overdue`);

    tried and `failed`. The rest waits for earlier steps.
    """

    milestone: Milestone
    reached: int
    ready: int
    overdue: int
    failed: int


@dataclass(frozen=True)
class Waiting:
    """Where people stand now: steps that can be done (`ready`), past the deadline (`overdue`) or `failed`."""

    step: str
    ready: int
    overdue: int
    failed: int


@dataclass(frozen=True)
class Board:
    """`stuck`: people with a step that failed or is overdue. `urgency`: open cases by urgency."""

    operation: Operation
    agency: str
    registered: int
    closed: int
    stuck: int
    urgency: dict[str, int]
    milestones: tuple[Reached, ...]
    waiting: tuple[Waiting, ...]


@query(Permission.CASE_READ)
def operations_for(actor: Actor) -> tuple[OperationRow, ...]:
    """The operations that the actor works on, the newest first."""
    found = list(Operation.objects.select_related("agency").order_by("-opened_at", "-id")[:LISTED])
    record(actor, Event.QUEUE_READ, why=Why.ASSIGNED, list="operations", rows=len(found))
    return tuple(
        OperationRow(
            id=one.pk,
            number=one.number,
            kind=one.kind,
            title=one.title,
            agency=one.agency.name,
            opened_at=one.opened_at,
            closed_at=one.closed_at,
            people=one.counter,
        )
        for one in found
    )


@query(Permission.CASE_READ)
def board_for(actor: Actor, operation_id: UUID) -> Board:
    """The counts of one operation. Raises NotFound."""
    operation = operation_of(operation_id)
    steps = {row[0]: row[1:] for row in _ask("SELECT * FROM operations_steps(%s)", operation_id)}
    people = _ask("SELECT * FROM operations_people(%s)", operation_id)
    record(actor, Event.OPERATION_READ, scope=operation_id, why=Why.ASSIGNED)
    nothing = (0, 0, 0, 0)
    return Board(
        operation=operation,
        agency=operation.agency.name,
        registered=sum(count for _urgency, _closed, _stuck, count in people),
        closed=sum(count for _urgency, closed, _stuck, count in people if closed),
        stuck=sum(count for _urgency, closed, stuck, count in people if stuck and not closed),
        urgency={
            word: sum(count for urgency, closed, _stuck, count in people if urgency == word and not closed)
            for word in ("danger", "urgent", "normal")
        },
        milestones=tuple(Reached(one, *steps.get(one.step, nothing)) for one in milestones()),
        waiting=tuple(
            Waiting(step, ready, overdue, failed)
            for step, (_settled, ready, overdue, failed) in sorted(steps.items(), key=_place)
            if ready or failed
        ),
    )


def _place(counted: tuple[str, tuple[int, ...]]) -> int:
    """In the order of the list that new ways follow; what only an older list has stands last."""
    codes = list(current_list().by_code)
    return codes.index(counted[0]) if counted[0] in codes else len(codes)


def operation_of(operation_id: UUID) -> Operation:
    """Part of a query. Raises NotFound."""
    operation = Operation.objects.select_related("agency").filter(pk=operation_id).first()
    if operation is None:
        raise NotFound()
    return operation


def _ask(sql: str, operation_id: UUID) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [operation_id])
        return list(cursor.fetchall())
