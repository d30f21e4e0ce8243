from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from pulang.db.context import acting_as
from pulang.lib.actor import Actor
from pulang.operations.actions import foresee, open_operation, plan_flight, register_into, run_bulk, start_bulk
from pulang.operations.models import Enrolment, Flight, Operation
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.repatriation.actions import complete_steps
from tests.cast import Cast

Register = Callable[..., Enrolment]
DAY = timezone.localdate() + timedelta(days=10)
SEGMENTS = ({"flight": "QZ475", "from": "pnh", "to": "cgk"},)
READY = {
    "exit": ("escaped", {}),
    "registration": ("verified", {"basis": "passport"}),
    "early_assessment": ("declined", {}),
    "health": ("fit", {}),
    "splp": ("issued", {"number": "XE123456", "expires_on": (DAY + timedelta(days=200)).isoformat()}),
    "fine_waiver": ("no_fine", {}),
    "exit_permit": ("visa_valid", {}),
}


def draft(name: str, *, born: str = "", passport: str = "") -> PersonDraft:
    papers = (PaperDraft("passport", passport),) if passport else ()
    return PersonDraft(name=name, birth_date=born, papers=papers, sex="female", nationality="IDN")


@pytest.fixture
def operation(cast: Cast) -> Operation:
    """A wave at the door of the embassy."""
    return open_operation(cast.officer, kind="walk_in", title="Gelombang 20 Januari", place="Phnom Penh")


@pytest.fixture
def register(cast: Cast, operation: Operation) -> Register:
    """Register somebody at the desk of the officer, unless another acts."""

    def at_desk(
        name: str = "Siti Aminah", *, born: str = "", passport: str = "", actor: Actor | None = None, **more: Any
    ) -> Enrolment:
        of = draft(name, born=born, passport=passport)
        return register_into(actor or cast.officer, operation_id=operation.pk, draft=of, **more)

    return at_desk


@pytest.fixture
def ready(cast: Cast, register: Register) -> Callable[..., Enrolment]:
    """Register somebody and bring her so far that only the ticket is missing."""

    def make(name: str = "Siti Aminah", *, born: str = "1999-08-17", expires: date | None = None) -> Enrolment:
        row = register(name, born=born, is_new=True)
        for code, (result, data) in READY.items():
            given = {**data, "expires_on": expires.isoformat()} if expires and code == "splp" else data
            done = complete_steps(cast.officer, code=code, result=result, wanted={row.case_id: given})
            assert done == {row.case_id: None}, code
        return row

    return make


@pytest.fixture
def flight(cast: Cast, operation: Operation) -> Flight:
    """Two seats to Jakarta."""
    return plan_flight(
        cast.officer, operation_id=operation.pk, day=DAY, segments=SEGMENTS, seats=2, escorts=["Rina, KBRI"]
    )


@pytest.fixture
def seat(cast: Cast, operation: Operation, flight: Flight) -> Callable[..., dict[int, str]]:
    """Give seats; returns why not, by number ("" where she has one)."""

    def give(*numbers: int, on: Flight = flight, guardian: str = "", payer: str = "self_paid") -> dict[int, str]:
        asked = {"flight": str(on.pk), "payer": payer, "guardian": guardian}
        said = foresee(cast.officer, operation.pk, kind="flight", asked=asked, numbers=numbers)
        bulk = start_bulk(cast.officer, operation_id=operation.pk, kind="flight", asked=asked, numbers=numbers)
        run_bulk(cast.officer, bulk_id=bulk.pk)
        with acting_as(cast.officer):
            done = {line.enrolment.number: line.code for line in bulk.lines.select_related("enrolment")}
        assert done == {number: error.code if error else "" for number, error in said.items()}, "as foreseen"
        return done

    return give
