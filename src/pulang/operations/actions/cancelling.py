"""A flight that does not take place: everybody on it needs another ticket, and nothing that was said is lost."""

from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid
from pulang.lib.text import clean_text
from pulang.operations.actions.flights import check_open, load_flight, take_off
from pulang.operations.models import Flight, FlightState, Passenger, PassengerState


@action(Permission.OPERATION_MANAGE)
def cancel_flight(actor: Actor, *, flight_id: UUID, reason: str) -> Flight:
    """The flight is off, also after its manifest was closed: everybody who is booked is taken off, marked where

    the manifest was closed, and her ticket is open again. Twice has one effect. Raises NotFound, FlightHasLeft,
    Invalid.
    """
    because = clean_text(reason, field="reason", max_length=1000, multiline=True)
    if not because:
        raise Invalid("reason", "required")
    flight = load_flight(flight_id, lock=True)
    if flight.state == FlightState.CANCELLED:
        return flight
    check_open(flight)
    booked = Passenger.objects.filter(flight=flight, state=PassengerState.BOOKED)
    numbers = list(booked.values_list("enrolment__number", flat=True))
    for number in numbers:
        take_off(actor, flight_id=flight_id, number=number, reason=because)
    flight.state = FlightState.CANCELLED
    flight.save(update_fields=["state"])
    record(
        actor,
        Event.OPERATION_CHANGED,
        scope=flight.operation_id,
        why=Why.ASSIGNED,
        flight=flight.pk,
        cancelled=len(numbers),
    )
    return flight
