"""Flights of an operation, who is on them, and what all of it costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.operations.models import Cost, Flight, Operation, Passenger
from pulang.operations.rules.boarding import SEATED
from pulang.operations.rules.costs import totals
from pulang.persons.queries import summaries

LINES = 100  # lines of the ledger that a page shows


@dataclass(frozen=True)
class FlightView:
    """`segments` have flight, from, to; `taken` counts the seats that somebody has."""

    id: UUID
    operation_id: UUID
    day: date
    segments: tuple[dict[str, str], ...]
    escorts: tuple[str, ...]
    seats: int
    taken: int
    state: str
    frozen_at: datetime | None

    @property
    def title(self) -> str:
        return ", ".join(f"{one['flight']} {one['from']}–{one['to']}" for one in self.segments)


@dataclass(frozen=True)
class PassengerView:
    id: UUID
    number: int
    case_id: UUID
    name: str
    born: str
    state: str
    payer: str
    seat: str
    needs: str
    guardian: str
    note: str
    late: bool
    seen_at: datetime | None


@dataclass(frozen=True)
class Ledger:
    """Sums by currency, in each by kind and "total"; `lines` are the newest. `number`: of one person alone."""

    sums: Mapping[str, Mapping[str, Decimal]]
    lines: tuple[Cost, ...]
    number: int | None = None


@query(Permission.CASE_READ)
def flights_for(actor: Actor, operation_id: UUID) -> tuple[FlightView, ...]:
    """The flights of an operation that the actor may see, by day. Raises NotFound."""
    if not Operation.objects.filter(pk=operation_id).exists():
        raise NotFound()
    found = list(Flight.objects.select_related("operation").filter(operation_id=operation_id))
    record(actor, Event.OPERATION_READ, scope=operation_id, why=Why.ASSIGNED, list="flights", rows=len(found))
    seated = Passenger.objects.filter(flight__in=found, state__in=SEATED).values_list("flight_id", flat=True)
    taken: dict[UUID, int] = {}
    for flight_id in seated:
        taken[flight_id] = taken.get(flight_id, 0) + 1
    return tuple(sorted((_view(one, taken.get(one.pk, 0)) for one in found), key=lambda one: (one.day, one.title)))


@query(Permission.CASE_READ)
def flight_for(actor: Actor, operation_id: UUID, flight_id: UUID) -> tuple[FlightView, tuple[PassengerView, ...]]:
    """A flight and its passengers by number. Raises NotFound, also without the operation's `travel`."""
    flight = Flight.objects.select_related("operation").filter(pk=flight_id, operation_id=operation_id).first()
    if flight is None:
        raise NotFound()
    rows = list(Passenger.objects.filter(flight=flight).select_related("enrolment").order_by("enrolment__number"))
    names = summaries(row.enrolment.person_id for row in rows)
    record(actor, Event.OPERATION_READ, scope=operation_id, why=Why.ASSIGNED, flight=flight_id, rows=len(rows))
    taken = sum(row.state in SEATED for row in rows)
    return _view(flight, taken), tuple(_passenger(flight, row, names) for row in rows)


@query(Permission.CASE_READ)
def ledger_for(actor: Actor, operation_id: UUID, *, number: int | None = None, limit: int = LINES) -> Ledger:
    """What an operation costs, or in it the person with `number`, and its newest `limit` lines. Raises NotFound."""
    if not Operation.objects.filter(pk=operation_id).exists():
        raise NotFound()
    found = Cost.objects.filter(operation_id=operation_id).select_related("enrolment", "operation")
    if number is not None:
        found = found.filter(enrolment__number=number)
    costs = list(found.order_by("-recorded_at"))
    record(actor, Event.OPERATION_READ, scope=operation_id, why=Why.ASSIGNED, list="costs", rows=len(costs))
    sums = totals((one.kind, one.currency, one.amount) for one in costs)
    return Ledger(sums, tuple(costs[:limit]), number)


def _view(flight: Flight, taken: int) -> FlightView:
    plan: dict[str, Any] = flight.plan
    return FlightView(
        id=flight.pk,
        operation_id=flight.operation_id,
        day=date.fromisoformat(plan["day"]),
        segments=tuple(plan["segments"]),
        escorts=tuple(plan["escorts"]),
        seats=flight.seats,
        taken=taken,
        state=flight.state,
        frozen_at=flight.frozen_at,
    )


def _passenger(flight: Flight, row: Passenger, names: Mapping[UUID, Any]) -> PassengerView:
    row.flight = flight
    person = names.get(row.enrolment.person_id)
    details: dict[str, str] = row.details or {}
    return PassengerView(
        id=row.pk,
        number=row.enrolment.number,
        case_id=row.enrolment.case_id,
        name=person.name if person else "",
        born=person.birth_date if person else "",
        state=row.state,
        payer=row.payer,
        seat=details.get("seat", ""),
        needs=details.get("needs", ""),
        guardian=details.get("guardian", ""),
        note=details.get("note", ""),
        late=row.late,
        seen_at=row.seen_at,
    )
