"""Seats for many people at once: who can have one and why others cannot, and giving them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Why
from pulang.audit.events import Event
from pulang.audit.record import record_many
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound, PulangError
from pulang.operations.actions.flights import check_open, load_flight
from pulang.operations.errors import NoSeat, OnTwoFlights
from pulang.operations.models import Enrolment, Flight, FlightState, Passenger, PassengerState
from pulang.operations.queries.known import Known, gather
from pulang.operations.rules.boarding import SEATED, problem_of
from pulang.repatriation.actions import complete_steps, foresee_steps
from pulang.repatriation.errors import StepSettled

CHANGED = ("state", "payer", "details", "late", "changed_at", "changed_by")
Outcomes = dict[UUID, PulangError | None]


@dataclass(frozen=True)
class Asked:
    """People by case who ask for a seat: what is known of them, and who sits on which flight already."""

    flight: Flight
    rows: Mapping[UUID, Enrolment]
    known: Mapping[UUID, Known]
    seated: Mapping[UUID, UUID]
    steps: Outcomes
    free: int

    def refusal(self, case_id: UUID, guardian: str) -> PulangError | None:
        """Why not, as long as there are free seats."""
        known, step, held = self.known.get(case_id), self.steps.get(case_id), self.seated.get(case_id)
        if known is None:
            return step or NotFound()
        if step is not None and not isinstance(step, StepSettled):
            return step
        if held is not None:
            return StepSettled() if held == self.flight.pk else OnTwoFlights()
        return problem_of(
            day=date.fromisoformat(self.flight.plan["day"]),
            birth_date=known.sheet.birth_date,
            guardian=guardian,
            paper_until=known.travel_paper[1],
        )


def foresee_seats(
    actor: Actor, case_ids: Collection[UUID], *, flight_id: UUID, payer: str, guardian: str
) -> Outcomes:
    """Who can have a seat (None), and why others cannot. Part of an action or query. Raises NotFound."""
    return _judge(_ask(actor, load_flight(flight_id), case_ids, payer), case_ids, guardian)


def give_seats(
    actor: Actor, case_ids: Collection[UUID], *, flight_id: UUID, payer: str, guardian: str, note: str
) -> Outcomes:
    """Give each a seat and say of the step `ticket` who pays. Part of an action. Raises NotFound, FlightHasLeft."""
    flight = load_flight(flight_id, lock=True)
    asked = _ask(actor, flight, case_ids, payer)
    outcomes = _judge(asked, case_ids, guardian)
    seated = [case_id for case_id, error in outcomes.items() if error is None]
    complete_steps(actor, code="ticket", result=payer, wanted=dict.fromkeys(seated, _ticket_of(flight)), note=note)
    details = {"seat": "", "needs": "", "guardian": guardian, "note": note}
    _seat(actor, flight, [asked.rows[case_id] for case_id in seated], payer, details)
    return outcomes


def _ask(actor: Actor, flight: Flight, case_ids: Collection[UUID], payer: str) -> Asked:
    check_open(flight)
    enrolled = Enrolment.objects.filter(operation_id=flight.operation_id, case_id__in=case_ids)
    rows = {row.case_id: row for row in enrolled}
    known, _left_out = gather(list(rows.values()))
    sitting = Passenger.objects.filter(state__in=("booked", "left"), flight__operation_id=flight.operation_id)
    taken = Passenger.objects.filter(flight=flight, state__in=SEATED).count()
    return Asked(
        flight=flight,
        rows=rows,
        known={one.case.pk: one for one in known},
        seated=dict(sitting.filter(enrolment__in=rows.values()).values_list("enrolment__case_id", "flight_id")),
        steps=foresee_steps(actor, code="ticket", result=payer, wanted=dict.fromkeys(case_ids, _ticket_of(flight))),
        free=flight.seats - taken,
    )


def _judge(asked: Asked, case_ids: Collection[UUID], guardian: str) -> Outcomes:
    free, outcomes = asked.free, Outcomes()
    for case_id in case_ids:
        refusal = asked.refusal(case_id, guardian)
        if refusal is None and free < 1:
            refusal = NoSeat(seats=asked.flight.seats)
        free -= refusal is None
        outcomes[case_id] = refusal
    return outcomes


def _ticket_of(flight: Flight) -> dict[str, str]:
    """What the step `ticket` records of a seat."""
    return {"flight": flight.plan["segments"][0]["flight"], "travel_date": flight.plan["day"]}


def _seat(
    actor: Actor, flight: Flight, rows: Collection[Enrolment], payer: str, details: Mapping[str, str]
) -> None:
    """A seat each, also for who was taken off this flight before; all of them written together."""
    there = {one.enrolment_id: one for one in Passenger.objects.filter(flight=flight, enrolment__in=rows)}
    passengers = [there.get(row.pk) or Passenger(flight=flight, enrolment=row) for row in rows]
    now = timezone.now()
    for passenger in passengers:
        passenger.flight, passenger.state, passenger.payer = flight, PassengerState.BOOKED, payer
        passenger.details = dict(details)
        passenger.late = passenger.late or flight.state == FlightState.FROZEN
        passenger.changed_at, passenger.changed_by = now, actor.id
    # Written as new rows, since only those are sealed on the way; a row that is there is changed.
    Passenger.objects.bulk_create(passengers, update_conflicts=True, update_fields=CHANGED, unique_fields=["id"])
    said = {"flight": flight.pk, "state": PassengerState.BOOKED}
    told = [(flight.operation_id, {**said, "passenger": passenger.pk}) for passenger in passengers]
    record_many(actor, Event.OPERATION_CHANGED, told, why=Why.ASSIGNED)
