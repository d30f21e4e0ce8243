"""A flight leaves later than planned: whose paper ran out meanwhile is said so before anything is recorded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pulang.operations.actions import mark_passenger, say_left
from pulang.operations.errors import PaperRanOut
from pulang.operations.queries import flight_for
from pulang.persons.actions import change_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.words import sentence
from tests.operations.conftest import DAY


@pytest.fixture
def a_day_late(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: DAY + timedelta(days=1))


def states(cast, flight):
    return [one.state for one in flight_for(cast.officer, flight.operation_id, flight.pk)[1]]


def test_nobody_leaves_with_a_paper_that_ran_out(cast, ready, seat, flight, a_day_late):
    ready("Ani", expires=DAY)
    ready("Budi")
    assert seat(1, 2) == {1: "", 2: ""}
    with pytest.raises(PaperRanOut) as refused:
        say_left(cast.officer, flight_id=flight.pk)
    assert ": 1." in sentence(refused.value)
    assert states(cast, flight) == ["booked", "booked"]
    mark_passenger(cast.officer, flight_id=flight.pk, number=1, state="not_let_out", note="SPLP ran out yesterday")
    assert say_left(cast.officer, flight_id=flight.pk).keys() == {2}
    assert states(cast, flight) == ["not_let_out", "left"]


def test_a_new_splp_among_her_papers_lets_her_go(cast, ready, seat, flight, a_day_late):
    row = ready("Ani", expires=DAY)
    seat(1)
    new = PaperDraft("splp", "XE777777", expires=(DAY + timedelta(days=99)).isoformat())
    draft = PersonDraft(name="Ani", birth_date="1999-08-17", sex="female", nationality="IDN", papers=(new,))
    change_person(cast.officer, person_id=row.person_id, draft=draft, version=1)
    assert say_left(cast.officer, flight_id=flight.pk) == {1: None}
