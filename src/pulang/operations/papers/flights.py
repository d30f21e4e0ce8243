"""Papers of a flight: the manifest before it leaves, the receipt of handing over when it has arrived."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid
from pulang.operations.actions.flights import load_flight
from pulang.operations.models import IssuedPaper, PaperKind, Passenger, PassengerState
from pulang.operations.papers.issuing import keep_paper
from pulang.operations.papers.rows import person_row
from pulang.operations.queries.known import gather
from pulang.printing import LANGUAGES, day_in_words

NOT_ON_THE_MANIFEST = (PassengerState.OFF,)


@action(Permission.STEP_COMPLETE)
def issue_flight_paper(actor: Actor, *, flight_id: UUID, kind: str, language: str, once: str = "") -> IssuedPaper:
    """The manifest or the receipt of handing over, numbered. Raises NotFound, Invalid, NobodyChosen."""
    if kind not in (PaperKind.MANIFEST, PaperKind.HANDOVER):
        raise Invalid("kind", "not_a_choice")
    if language not in LANGUAGES:
        raise Invalid("language", "not_a_choice")
    flight = load_flight(flight_id)
    day = date.fromisoformat(flight.plan["day"])
    said = {**flight.plan, "day_words": day_in_words(day, language), "seats": flight.seats, "state": flight.state}

    def make() -> IssuedPaper:
        passengers = Passenger.objects.filter(flight=flight).exclude(state__in=NOT_ON_THE_MANIFEST)
        by_row = {one.enrolment_id: one for one in passengers.select_related("enrolment")}
        known, _left_out = gather([one.enrolment for one in by_row.values()])
        rows: list[dict[str, Any]] = []
        for one in sorted(known, key=lambda one: one.row.number):
            passenger = by_row[one.row.pk]
            passenger.flight = flight
            details = passenger.details or {}
            seat = {name: details.get(name, "") for name in ("seat", "needs", "guardian")}
            more = {"payer": passenger.payer, "late": passenger.late, "state": passenger.state}
            rows.append({**person_row(one), **seat, **more})
        today = timezone.localdate()
        operation = flight.operation
        return keep_paper(actor, operation, PaperKind(kind), rows, language=language, on=today, flight=said)

    return row_once(actor, once, IssuedPaper, make)
