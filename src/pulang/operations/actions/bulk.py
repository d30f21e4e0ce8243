"""One thing for many people: foreseen, started once, carried out chunk by chunk, with a line for each."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, officer_id, query, require
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.alike import update_alike
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, Problems, PulangError
from pulang.operations.actions.kinds import KINDS, Kind
from pulang.operations.actions.operations import load_operation
from pulang.operations.errors import NobodyChosen
from pulang.operations.models import Bulk, BulkKind, BulkLine, Enrolment, LineState
from pulang.operations.waking import wake_bulk

MOST = 1000  # people of one bulk
CHUNK = 100  # people a transaction


@query(Permission.CASE_WORK)
def foresee(
    actor: Actor, operation_id: UUID, *, kind: str, asked: Mapping[str, Any], numbers: Collection[int]
) -> dict[int, PulangError | None]:
    """What would become of each person (by number): None where it would be done, else why not.

    Raises NotFound, OperationClosed, Invalid, Problems, NobodyChosen, NotAllowed.
    """
    chosen, operation = _kind(actor, kind), load_operation(operation_id)
    kept = chosen.read(actor, asked)
    rows = _rows(operation.pk, numbers)
    outcomes = chosen.foresee(actor, [row.case_id for row in rows], kept)
    record(actor, Event.OPERATION_READ, scope=operation_id, why=Why.ASSIGNED, kind=kind, rows=len(rows))
    return {row.number: outcomes[row.case_id] for row in rows}


@action(Permission.CASE_WORK)
def start_bulk(
    actor: Actor,
    *,
    operation_id: UUID,
    kind: str,
    asked: Mapping[str, Any],
    numbers: Collection[int],
    once: str = "",
) -> Bulk:
    """Begin it for the people with these numbers; a job carries it out. The same `once` gives the same.

    Raises as `foresee`.
    """
    chosen, operation = _kind(actor, kind), load_operation(operation_id)
    kept = chosen.read(actor, asked)

    def make() -> Bulk:
        rows = _rows(operation.pk, numbers)
        bulk = Bulk.objects.create(operation=operation, kind=kind, asked=kept, started_by_id=officer_id(actor))
        BulkLine.objects.bulk_create(BulkLine(bulk=bulk, enrolment=row) for row in rows)
        record(
            actor,
            Event.OPERATION_CHANGED,
            scope=operation.pk,
            why=Why.ASSIGNED,
            bulk=bulk.pk,
            kind=kind,
            rows=len(rows),
        )
        wake_bulk(bulk.pk)
        return bulk

    return row_once(actor, once, Bulk, make)


@action(Permission.CASE_WORK)
def carry_on(actor: Actor, *, bulk_id: UUID, limit: int = CHUNK) -> int:
    """Do the next people; returns how many are left. Two jobs that do so at once take turns. Raises NotFound."""
    bulk = Bulk.objects.select_for_update(of=("self",)).select_related("operation").filter(pk=bulk_id).first()
    if bulk is None:
        raise NotFound()
    chosen = _kind(actor, bulk.kind)
    waiting = bulk.lines.filter(state=LineState.PENDING).select_related("enrolment").order_by("enrolment__number")
    lines = list(waiting[:limit])
    outcomes = chosen.carry_out(actor, [line.enrolment.case_id for line in lines], bulk.asked) if lines else {}
    for line in lines:
        _settle(line, outcomes[line.enrolment.case_id])
    update_alike(lines, ("state", "code", "details"))
    left = bulk.lines.filter(state=LineState.PENDING).count()
    if not left and bulk.finished_at is None:
        bulk.finished_at = timezone.now()
        bulk.save(update_fields=["finished_at"])
    done = sum(line.state == LineState.DONE for line in lines)
    record(
        actor,
        Event.OPERATION_CHANGED,
        scope=bulk.operation_id,
        why=Why.ASSIGNED,
        bulk=bulk.pk,
        done=done,
        left=left,
    )
    return left


def run_bulk(actor: Actor, *, bulk_id: UUID) -> None:
    """Do everybody; after a kill, call it again."""
    while carry_on(actor, bulk_id=bulk_id):
        pass


def _kind(actor: Actor, kind: str) -> Kind:
    if kind not in BulkKind.values:
        raise Invalid("kind", "not_a_choice")
    chosen = KINDS[BulkKind(kind)]
    require(actor, chosen.permission)
    return chosen


def _rows(operation_id: UUID, numbers: Collection[int]) -> list[Enrolment]:
    wanted = set(numbers)
    if not 0 < len(wanted) <= MOST:
        raise NobodyChosen(limit=MOST)
    rows = list(Enrolment.objects.filter(operation_id=operation_id, number__in=wanted).order_by("number"))
    if len(rows) != len(wanted):
        raise NotFound()
    return rows


def _settle(line: BulkLine, error: PulangError | None) -> None:
    if error is None:
        line.state = LineState.DONE
        return
    first = error.problems[0] if isinstance(error, Problems) else error
    line.state, line.code = LineState.REFUSED, first.code
    line.details = {key: value if isinstance(value, int) else str(value) for key, value in first.details.items()}
