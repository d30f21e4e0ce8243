"""Flights home: planned, filled, closed, gone. What is changed after the manifest was closed is marked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions import add_task, raise_urgency
from pulang.cases.models import Case
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, PulangError, raise_problems
from pulang.lib.text import clean_text
from pulang.operations.actions.operations import load_operation
from pulang.operations.errors import FlightCancelled, FlightHasLeft, NotOnBoard, PaperRanOut
from pulang.operations.models import Enrolment, Flight, FlightState, Passenger, PassengerState
from pulang.operations.queries.known import gather
from pulang.operations.rules.boarding import ARRIVALS, DEPARTURES, check_segments
from pulang.repatriation.actions import complete_steps, undo_step
from pulang.repatriation.models import Step

MOST_SEATS = 600
TOLD = {  # what has its own path: the task that it brings, and how urgent the case becomes
    PassengerState.DIED: ("report_death", "urgent"),
    PassengerState.MISSING: ("search_missing", "danger"),
}


@action(Permission.OPERATION_MANAGE)
def plan_flight(
    actor: Actor,
    *,
    operation_id: UUID,
    day: date,
    segments: Sequence[Mapping[str, str]],
    seats: int,
    escorts: Sequence[str] = (),
    once: str = "",
) -> Flight:
    """Plan a flight; `segments` have flight, from and to. Raises NotFound, OperationClosed, Invalid, Problems."""
    way = [
        {
            part: clean_text(one.get(part, ""), field="segments", max_length=60).upper()
            for part in ("flight", "from", "to")
        }
        for one in segments
    ]
    with_whom = [clean_text(one, field="escorts", max_length=200) for one in escorts]
    problems = [] if 0 < seats <= MOST_SEATS else [Invalid("seats", "not_whole")]
    problems += [Invalid("segments", "required")] if not all(all(one.values()) for one in way) else []
    problems += [Invalid("day", "date_in_past")] if day < timezone.localdate() else []
    raise_problems(problems)
    check_segments(way)
    operation = load_operation(operation_id)

    def make() -> Flight:
        plan = {"day": day.isoformat(), "segments": way, "escorts": [one for one in with_whom if one]}
        flight = Flight.objects.create(operation=operation, plan=plan, seats=seats)
        record(actor, Event.OPERATION_CHANGED, scope=operation.pk, why=Why.ASSIGNED, flight=flight.pk, seats=seats)
        return flight

    return row_once(actor, once, Flight, make)


@action(Permission.STEP_COMPLETE)
def set_passenger(
    actor: Actor, *, flight_id: UUID, number: int, seat: str = "", needs: str = "", guardian: str = ""
) -> Passenger:
    """The seat of a passenger, what she needs on the way, who travels with her. Raises NotFound, FlightHasLeft."""
    flight, passenger = _load(flight_id, number)
    check_open(flight)
    passenger.details = {
        **passenger.details,
        "seat": clean_text(seat, field="seat", max_length=6).upper(),
        "needs": clean_text(needs, field="needs", max_length=300),
        "guardian": clean_text(guardian, field="guardian", max_length=200),
    }
    return _mark(actor, flight, passenger)


@action(Permission.STEP_COMPLETE)
def take_off(actor: Actor, *, flight_id: UUID, number: int, reason: str) -> Passenger:
    """Take somebody off a flight; her ticket is open again. Raises NotFound, FlightHasLeft, Invalid."""
    because = _because(reason)
    flight, passenger = _load(flight_id, number)
    check_open(flight)
    if passenger.state != PassengerState.BOOKED:
        return passenger
    passenger.state, passenger.details = PassengerState.OFF, {**passenger.details, "note": because}
    step = Step.objects.filter(case_id=passenger.enrolment.case_id, code="ticket").exclude(result="").first()
    if step is not None:
        undo_step(actor, case_id=step.case_id, code="ticket", version=step.version, reason=because)
    return _mark(actor, flight, passenger)


@action(Permission.OPERATION_MANAGE)
def close_manifest(actor: Actor, *, flight_id: UUID) -> Flight:
    """Close the manifest: from now on every change is marked. Twice has one effect. Raises NotFound."""
    flight = load_flight(flight_id, lock=True)
    if flight.state == FlightState.PLANNED:
        flight.state, flight.frozen_at = FlightState.FROZEN, timezone.now()
        flight.save(update_fields=["state", "frozen_at"])
        record(
            actor,
            Event.OPERATION_CHANGED,
            scope=flight.operation_id,
            why=Why.ASSIGNED,
            flight=flight.pk,
            frozen=True,
        )
    return flight


@action(Permission.STEP_COMPLETE)
def mark_passenger(actor: Actor, *, flight_id: UUID, number: int, state: str, note: str) -> Passenger:
    """Say what became of a passenger before the flight left: missed, not_let_out, refused, died or missing.

    A refusal is her right and ends her travel, nothing else. A death and a disappearance bring a task of their
    own and make the case urgent. Raises NotFound, FlightHasLeft, Invalid.
    """
    words = _because(note)
    if state not in (*DEPARTURES, *TOLD) or state == "left":
        raise Invalid("state", "not_a_choice")
    flight, passenger = _load(flight_id, number)
    check_open(flight)
    passenger.state, passenger.details = PassengerState(state), {**passenger.details, "note": words}
    case_id = passenger.enrolment.case_id
    if state in DEPARTURES:
        complete_steps(actor, code="departure", result=DEPARTURES[state], wanted={case_id: {}}, note=words)
    else:
        code, urgency = TOLD[PassengerState(state)]
        raise_urgency(actor, Case.objects.get(pk=case_id), urgency)
        add_task(actor, case_id=case_id, code=code, note=words, ref=f"flight:{passenger.pk}")
    return _mark(actor, flight, passenger)


@action(Permission.STEP_COMPLETE)
def say_left(actor: Actor, *, flight_id: UUID) -> dict[int, PulangError | None]:
    """The flight has left with everybody who is booked: their step `departure` is done. Twice has one effect.

    For each number None, or why the step could not be recorded although she is on board; people look at these.
    Raises NotFound, FlightCancelled, and PaperRanOut where nobody has said yet what becomes of somebody whose paper
    is not valid today.
    """
    flight = load_flight(flight_id, lock=True)
    if flight.state == FlightState.LEFT:
        return {}
    check_open(flight)
    on_board = list(
        Passenger.objects.filter(flight=flight, state=PassengerState.BOOKED).select_related("enrolment")
    )
    _check_papers([one.enrolment for one in on_board])
    data = {"flight": flight.plan["segments"][0]["flight"], "left_on": timezone.localdate().isoformat()}
    wanted = {one.enrolment.case_id: data for one in on_board}
    outcomes = complete_steps(actor, code="departure", result="left", wanted=wanted)
    flight.state, flight.left_at = FlightState.LEFT, timezone.now()
    flight.save(update_fields=["state", "left_at"])
    Passenger.objects.filter(pk__in=[one.pk for one in on_board]).update(
        state=PassengerState.LEFT, changed_at=flight.left_at, changed_by=actor.id
    )
    record(
        actor,
        Event.OPERATION_CHANGED,
        scope=flight.operation_id,
        why=Why.ASSIGNED,
        flight=flight.pk,
        left=len(on_board),
    )
    return {one.enrolment.number: outcomes[one.enrolment.case_id] for one in on_board}


@action(Permission.STEP_COMPLETE)
def check_off(actor: Actor, *, flight_id: UUID, number: int, state: str, seen_at: Any = None) -> Passenger:
    """She stands before the team at the airport (`arrived`), or does not (`not_arrived`).

    What was checked without a line comes later and once: the same again has no effect, and the first arrival
    stays. `seen_at` is when it was checked. Raises NotFound, NotOnBoard, Invalid.
    """
    if state not in ARRIVALS:
        raise Invalid("state", "not_a_choice")
    flight, passenger = _load(flight_id, number)
    if passenger.state == state or passenger.state == PassengerState.ARRIVED:
        record(actor, Event.OPERATION_READ, scope=flight.operation_id, why=Why.ASSIGNED, again=passenger.pk)
        return passenger
    if passenger.state not in (PassengerState.LEFT, PassengerState.NOT_ARRIVED):
        raise NotOnBoard()
    now = timezone.now()
    seen = min(seen_at or now, now)
    passenger.state, passenger.seen_at = PassengerState(state), seen
    data = {"arrived_on": timezone.localdate(seen).isoformat(), "airport": flight.plan["segments"][-1]["to"]}
    wanted = {passenger.enrolment.case_id: data if state == "arrived" else {}}
    complete_steps(actor, code="arrival", result=ARRIVALS[state], wanted=wanted)
    return _mark(actor, flight, passenger)


def load_flight(flight_id: UUID, *, lock: bool = False) -> Flight:
    """The flight as the actor of this transaction may see it. Raises NotFound."""
    found = Flight.objects.select_for_update(of=("self",)) if lock else Flight.objects
    flight = found.select_related("operation").filter(pk=flight_id).first()
    if flight is None:
        raise NotFound()
    return flight


def check_open(flight: Flight) -> None:
    """Raises FlightHasLeft, FlightCancelled."""
    if flight.state == FlightState.LEFT:
        raise FlightHasLeft()
    if flight.state == FlightState.CANCELLED:
        raise FlightCancelled()


def _check_papers(boarding: list[Enrolment]) -> None:
    """Flights leave later than planned, and an SPLP is for a while. Raises PaperRanOut."""
    today = timezone.localdate().isoformat()
    known, _unseen = gather(boarding)
    gone = [one.row.number for one in known if one.travel_paper[1] and one.travel_paper[1] < today]
    if gone:
        raise PaperRanOut(numbers=", ".join(map(str, sorted(gone))))


def _load(flight_id: UUID, number: int) -> tuple[Flight, Passenger]:
    flight = load_flight(flight_id, lock=True)
    passenger = (
        Passenger.objects.select_related("enrolment").filter(flight=flight, enrolment__number=number).first()
    )
    if passenger is None:
        raise NotFound()
    passenger.flight = flight
    return flight, passenger


def _mark(actor: Actor, flight: Flight, passenger: Passenger) -> Passenger:
    passenger.late = passenger.late or flight.state == FlightState.FROZEN
    passenger.changed_at, passenger.changed_by = timezone.now(), actor.id
    passenger.save()
    record(
        actor,
        Event.OPERATION_CHANGED,
        scope=flight.operation_id,
        why=Why.ASSIGNED,
        flight=flight.pk,
        passenger=passenger.pk,
        state=passenger.state,
    )
    return passenger


def _because(text: str) -> str:
    because = clean_text(text, field="note", max_length=1000, multiline=True)
    if not because:
        raise Invalid("note", "required")
    return because
