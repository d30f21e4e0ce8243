"""Flights of an operation: planned, filled, closed, gone; and who was seen at the airport."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import ONCE, Code, In, Made, changed, made
from pulang.lib.errors import NotFound, PulangError
from pulang.operations import actions
from pulang.operations.queries import FlightView, PassengerView, flight_for, flights_for
from pulang.words import sentence

router = Router(tags=["flights"])
FLIGHT = "/{uuid:operation_id}/flights/{uuid:flight_id}"
PASSENGER = f"{FLIGHT}/passengers/{{uuid:passenger_id}}"
Note = Annotated[str, Field(max_length=1000)]


class SegmentIn(In):
    """`from_` and `to` are airports, as in PNH and CGK."""

    flight: Annotated[str, Field(max_length=20)]
    from_: Annotated[str, Field(max_length=60, alias="from")]
    to: Annotated[str, Field(max_length=60)]


class FlightIn(In):
    day: date
    segments: Annotated[list[SegmentIn], Field(min_length=1, max_length=6)]
    seats: int
    escorts: Annotated[list[str], Field(max_length=20)] = []


class FlightOut(Schema):
    """`taken` counts the seats that somebody has; `state` is planned, frozen or left."""

    id: UUID
    day: date
    segments: list[dict[str, str]]
    escorts: list[str]
    seats: int
    taken: int
    state: str
    frozen_at: datetime | None


class PassengerOut(Schema):
    """`name` is empty where it is not the reader's to see; `late`: changed after the manifest was closed."""

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


class FlightPage(Schema):
    flight: FlightOut
    passengers: list[PassengerOut]


class SeatIn(In):
    seat: Annotated[str, Field(max_length=6)] = ""
    needs: Annotated[str, Field(max_length=300)] = ""
    guardian: Annotated[str, Field(max_length=200)] = ""


class OffIn(In):
    reason: Note


class MarkIn(In):
    """`state` is missed, not_let_out, refused, died or missing."""

    state: Code
    note: Note


class CheckIn(In):
    """What a phone saw: `state` is arrived or not_arrived; `seen_at` when, where it waited for a line."""

    number: int
    state: Code
    seen_at: AwareDatetime | None = None


class ChecksIn(In):
    checks: Annotated[list[CheckIn], Field(min_length=1, max_length=600)]


class OutcomeOut(Schema):
    """Empty `code` and `title` where it was done, else why not."""

    number: int
    code: str
    title: str


@router.get("/{uuid:operation_id}/flights", response=list[FlightOut], summary="The flights, by day")
@permitted(Permission.CASE_READ)
def flights(request: ApiRequest, operation_id: UUID) -> list[FlightOut]:
    return [_flight(one) for one in flights_for(request.auth, operation_id)]


@router.post("/{uuid:operation_id}/flights", response={201: Made}, summary="Plan a flight")
@permitted(Permission.OPERATION_MANAGE)
def plan(request: ApiRequest, operation_id: UUID, body: FlightIn, once: str = ONCE) -> Status[Made]:
    given = body.dict(by_alias=True)
    return made(actions.plan_flight(request.auth, operation_id=operation_id, once=once, **given))


@router.get(FLIGHT, response=FlightPage, summary="A flight and its passengers")
@permitted(Permission.CASE_READ)
def flight(request: ApiRequest, operation_id: UUID, flight_id: UUID) -> FlightPage:
    shown, passengers = flight_for(request.auth, operation_id, flight_id)
    people = [PassengerOut.model_validate(one, from_attributes=True) for one in passengers]
    return FlightPage(flight=_flight(shown), passengers=people)


@router.post(f"{FLIGHT}/close", response=Made, summary="Close the manifest: later changes are marked")
@permitted(Permission.OPERATION_MANAGE)
def close_manifest(request: ApiRequest, operation_id: UUID, flight_id: UUID) -> Made:
    flight_for(request.auth, operation_id, flight_id)
    return changed(actions.close_manifest(request.auth, flight_id=flight_id))


@router.post(f"{FLIGHT}/left", response=list[OutcomeOut], summary="It has left with everybody who is booked")
@permitted(Permission.STEP_COMPLETE)
def left(request: ApiRequest, operation_id: UUID, flight_id: UUID) -> list[OutcomeOut]:
    flight_for(request.auth, operation_id, flight_id)
    said = actions.say_left(request.auth, flight_id=flight_id)
    return [_outcome(number, error) for number, error in sorted(said.items())]


@router.put(PASSENGER, response=Made, summary="Seat, needs, and who travels with the person")
@permitted(Permission.STEP_COMPLETE)
def set_passenger(
    request: ApiRequest, operation_id: UUID, flight_id: UUID, passenger_id: UUID, body: SeatIn
) -> Made:
    one = _passenger(request, operation_id, flight_id, passenger_id)
    return changed(actions.set_passenger(request.auth, flight_id=flight_id, number=one.number, **body.dict()))


@router.post(f"{PASSENGER}/off", response=Made, summary="Take the person off; the ticket is open again")
@permitted(Permission.STEP_COMPLETE)
def take_off(request: ApiRequest, operation_id: UUID, flight_id: UUID, passenger_id: UUID, body: OffIn) -> Made:
    one = _passenger(request, operation_id, flight_id, passenger_id)
    return changed(actions.take_off(request.auth, flight_id=flight_id, number=one.number, reason=body.reason))


@router.post(f"{PASSENGER}/mark", response=Made, summary="What became of the passenger before the flight left")
@permitted(Permission.STEP_COMPLETE)
def mark_passenger(
    request: ApiRequest, operation_id: UUID, flight_id: UUID, passenger_id: UUID, body: MarkIn
) -> Made:
    one = _passenger(request, operation_id, flight_id, passenger_id)
    return changed(actions.mark_passenger(request.auth, flight_id=flight_id, number=one.number, **body.dict()))


@router.post(f"{FLIGHT}/arrivals", response=list[OutcomeOut], summary="Who was seen at the airport; once each")
@permitted(Permission.STEP_COMPLETE)
def check_off(request: ApiRequest, operation_id: UUID, flight_id: UUID, body: ChecksIn) -> list[OutcomeOut]:
    """All that a phone kept while it had no line. One that is refused leaves the others alone."""
    flight_for(request.auth, operation_id, flight_id)
    outcomes = []
    for one in body.checks:
        try:
            actions.check_off(request.auth, flight_id=flight_id, **one.dict())
            outcomes.append(_outcome(one.number, None))
        except PulangError as error:
            outcomes.append(_outcome(one.number, error))
    return outcomes


def _passenger(request: ApiRequest, operation_id: UUID, flight_id: UUID, passenger_id: UUID) -> PassengerView:
    """Raises NotFound."""
    _flight_view, passengers = flight_for(request.auth, operation_id, flight_id)
    found = next((one for one in passengers if one.id == passenger_id), None)
    if found is None:
        raise NotFound()
    return found


def _flight(one: FlightView) -> FlightOut:
    return FlightOut(
        id=one.id,
        day=one.day,
        segments=list(one.segments),
        escorts=list(one.escorts),
        seats=one.seats,
        taken=one.taken,
        state=one.state,
        frozen_at=one.frozen_at,
    )


def _outcome(number: int, error: PulangError | None) -> OutcomeOut:
    return OutcomeOut(number=number, code=error.code if error else "", title=sentence(error) if error else "")
