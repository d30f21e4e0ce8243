"""Flights: a seat each, no child alone, no paper that runs out, changes marked, arrivals once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from pulang.cases.models import Case, Task
from pulang.db.context import acting_as
from pulang.lib.errors import Invalid, NotFound, Problems
from pulang.operations.actions import (
    add_agency,
    check_off,
    close_manifest,
    mark_passenger,
    plan_flight,
    record_cost,
    say_left,
    set_passenger,
    take_off,
)
from pulang.operations.errors import FlightHasLeft, NotOnBoard
from pulang.operations.papers import issue_flight_paper, paper_for
from pulang.operations.queries import flight_for, flights_for, ledger_for
from pulang.repatriation.queries import way_home_for
from tests.operations.conftest import DAY, SEGMENTS
from tests.printing.paper import text_of


def passengers(cast, flight):
    return {one.number: one for one in flight_for(cast.officer, flight.operation_id, flight.pk)[1]}


def step(cast, row, code):
    return way_home_for(cast.officer, row.case_id).step(code)


def test_a_seat_is_the_ticket(cast, ready, seat, flight):
    row = ready()
    assert seat(1) == {1: ""}
    assert step(cast, row, "ticket").result == "self_paid"
    assert flights_for(cast.officer, flight.operation_id)[0].taken == 1
    assert seat(1) == {1: "step_settled"}, "twice has one effect"


def test_there_are_no_more_seats_than_seats(ready, seat):
    for name in ("Ani", "Budi", "Citra"):
        ready(name)
    assert seat(1, 2, 3) == {1: "", 2: "", 3: "no_seat"}


def test_nobody_sits_on_two_flights(cast, operation, ready, seat):
    ready()
    other = plan_flight(cast.officer, operation_id=operation.pk, day=DAY, segments=SEGMENTS, seats=5)
    assert seat(1) == {1: ""}
    assert seat(1, on=other) == {1: "on_two_flights"}


def test_a_paper_that_runs_out_before_the_day_is_no_paper(ready, seat):
    ready("Ani", expires=DAY - timedelta(days=1))
    ready("Budi", expires=DAY)
    assert seat(1, 2) == {1: "paper_expires", 2: ""}


def test_a_child_does_not_travel_alone(cast, ready, seat, flight):
    ready(born=f"{DAY.year - 15}-01-01")
    assert seat(1) == {1: "child_alone"}
    assert seat(1, guardian="Her mother, number 4") == {1: ""}
    assert passengers(cast, flight)[1].guardian == "Her mother, number 4"


def test_who_is_not_ready_gets_no_seat(register, seat):
    register("Ani")
    assert seat(1) == {1: "step_not_ready"}


def test_a_change_after_the_manifest_was_closed_is_marked(cast, ready, seat, flight):
    ready("Ani")
    ready("Budi")
    seat(1)
    set_passenger(cast.officer, flight_id=flight.pk, number=1, seat="12a", needs="wheelchair")
    close_manifest(cast.officer, flight_id=flight.pk)
    seat(2)
    late = {number: one.late for number, one in passengers(cast, flight).items()}
    assert late == {1: False, 2: True}
    paper = issue_flight_paper(cast.officer, flight_id=flight.pk, kind="manifest", language="en")
    text = text_of(paper_for(cast.officer, flight.operation_id, paper.pk).content)
    assert "12A" in text
    assert text.count("changed after closing") == 1


def test_taken_off_she_has_no_ticket_and_can_have_another_flight(cast, operation, ready, seat, flight):
    row = ready()
    seat(1)
    take_off(cast.officer, flight_id=flight.pk, number=1, reason="ill")
    assert step(cast, row, "ticket").result == ""
    other = plan_flight(cast.officer, operation_id=operation.pk, day=DAY, segments=SEGMENTS, seats=5)
    assert seat(1, on=other) == {1: ""}


@pytest.mark.parametrize(("state", "result"), [("refused", "will_not_travel"), ("not_let_out", "not_let_out")])
def test_who_does_not_fly_is_said_so_and_may_fly_another_day(cast, ready, seat, flight, state, result):
    row = ready()
    seat(1)
    mark_passenger(cast.officer, flight_id=flight.pk, number=1, state=state, note="at the gate")
    assert (step(cast, row, "departure").result, step(cast, row, "departure").may_complete) == (result, True)


@pytest.mark.parametrize(
    ("state", "task", "urgency"), [("died", "report_death", "urgent"), ("missing", "search_missing", "danger")]
)
def test_a_death_and_a_disappearance_have_their_own_path(cast, ready, seat, flight, state, task, urgency):
    row = ready()
    seat(1)
    mark_passenger(cast.officer, flight_id=flight.pk, number=1, state=state, note="found in the morning")
    with acting_as(cast.officer):
        assert Task.objects.filter(case_id=row.case_id, code=task, done_at=None).count() == 1
        assert Case.objects.get(pk=row.case_id).urgency == urgency
    assert say_left(cast.officer, flight_id=flight.pk) == {}
    assert step(cast, row, "departure").result == ""


def test_she_left_and_arrived_once_also_when_it_is_told_late_and_again(cast, ready, seat, flight):
    rows = [ready("Ani"), ready("Budi")]
    seat(1, 2)
    with pytest.raises(NotOnBoard):
        check_off(cast.officer, flight_id=flight.pk, number=1, state="arrived")
    assert say_left(cast.officer, flight_id=flight.pk) == {1: None, 2: None}
    assert say_left(cast.officer, flight_id=flight.pk) == {}
    with pytest.raises(FlightHasLeft):
        take_off(cast.officer, flight_id=flight.pk, number=1, reason="too late")
    add_agency(
        cast.officer,
        operation_id=flight.operation_id,
        agency_id=cast.police.pk,
        sections=["identity", "travel"],
    )
    seen = timezone.now() - timedelta(hours=2)
    check_off(cast.colleague, flight_id=flight.pk, number=1, state="arrived", seen_at=seen)
    check_off(cast.officer, flight_id=flight.pk, number=1, state="arrived")
    check_off(cast.officer, flight_id=flight.pk, number=1, state="not_arrived")
    check_off(cast.colleague, flight_id=flight.pk, number=2, state="not_arrived")
    shown = passengers(cast, flight)
    assert (shown[1].state, shown[1].seen_at, shown[2].state) == ("arrived", seen, "not_arrived")
    assert step(cast, rows[0], "arrival").result == "received"
    check_off(cast.colleague, flight_id=flight.pk, number=2, state="arrived")
    assert step(cast, rows[1], "arrival").result == "received", "she was found later"
    paper = issue_flight_paper(cast.officer, flight_id=flight.pk, kind="handover", language="id")
    assert "2 / 2" in text_of(paper_for(cast.officer, flight.operation_id, paper.pk).content)


def test_a_flight_is_sealed(cast, operation, flight):
    add_agency(cast.officer, operation_id=operation.pk, agency_id=cast.shelter.pk, sections=["care"])
    assert flights_for(cast.shelter_worker, operation.pk) == ()
    with pytest.raises(NotFound):
        flight_for(cast.shelter_worker, operation.pk, flight.pk)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"segments": ()}, Invalid),
        ({"seats": 0}, Invalid),
        ({"day": timezone.localdate() - timedelta(days=1), "seats": 0}, Problems),
        ({"segments": (*SEGMENTS, {"flight": "GA1", "from": "SIN", "to": "KNO"})}, Invalid),
    ],
)
def test_a_flight_that_cannot_be_is_refused(cast, operation, change, error):
    plan = {"operation_id": operation.pk, "day": DAY, "segments": SEGMENTS, "seats": 2, **change}
    with pytest.raises(error):
        plan_flight(cast.officer, **plan)


def test_currencies_are_never_summed_with_each_other(cast, operation, register):
    register("Ani")
    line = {"operation_id": operation.pk, "payer": "state"}
    record_cost(cast.officer, kind="ticket", amount=Decimal("145.50"), currency="USD", number=1, **line)
    record_cost(cast.officer, kind="fine", amount=Decimal("250"), currency="USD", number=1, **line)
    record_cost(cast.officer, kind="shelter", amount=Decimal("4000000"), currency="IDR", **line)
    record_cost(cast.officer, kind="fine", amount=Decimal("-50"), currency="USD", note="set right", **line)
    sums = ledger_for(cast.officer, operation.pk).sums
    assert sums["USD"] == {"ticket": Decimal("145.50"), "fine": Decimal("200"), "total": Decimal("345.50")}
    assert sums["IDR"]["total"] == Decimal("4000000")
    hers = ledger_for(cast.officer, operation.pk, number=1)
    assert hers.sums == {"USD": {"ticket": Decimal("145.50"), "fine": Decimal("250"), "total": Decimal("395.50")}}
    assert ledger_for(cast.officer, operation.pk, number=7).lines == ()
    with pytest.raises(Problems):
        record_cost(cast.officer, kind="bribe", amount=Decimal("1"), currency="XXX", **line)


def test_who_was_taken_off_can_be_given_her_seat_again(cast, ready, seat, flight):
    ready()
    seat(1)
    take_off(cast.officer, flight_id=flight.pk, number=1, reason="ill")
    close_manifest(cast.officer, flight_id=flight.pk)
    seat(1)
    (shown,) = passengers(cast, flight).values()
    assert (shown.state, shown.note, shown.late) == ("booked", "", True)
