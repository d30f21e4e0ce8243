"""Who can fly when: counts over everybody, names of one's own, by the days that steps took here."""

from datetime import timedelta

import pytest
from django.db.models import F

from pulang.db.context import acting_as
from pulang.lib.errors import NotFound
from pulang.operations.queries import flyers_for, forecast_for, people_for
from pulang.operations.rules.forecast import FARTHEST, Usual, week_of
from pulang.repatriation.actions import complete_steps
from pulang.repatriation.models import Step
from pulang.repatriation.rules import shipped_list, shipped_versions
from tests.web.objects_together import READY

BEFORE_THE_FLIGHT = {
    **READY,
    "early_assessment": ("declined", {}),
    "health": ("fit", {}),
    "fine_waiver": ("no_fine", {}),
    "exit_permit": ("visa_valid", {}),
    "ticket": ("self_paid", {"flight": "QZ475", "travel_date": "2026-12-12"}),
}


def do(cast, row, codes=BEFORE_THE_FLIGHT):
    for code in codes:
        result, data = BEFORE_THE_FLIGHT[code]
        said = complete_steps(cast.officer, code=code, result=result, wanted={row.case_id: data})
        assert said == {row.case_id: None}, code


def test_people_stand_in_the_week_in_which_they_can_fly(cast, operation, register):
    register("Ani")
    do(cast, register("Budi"))
    weeks = forecast_for(cast.officer, operation.pk).weeks
    assert weeks[0] == 1
    assert [week for week in weeks if week] != []
    assert sum(weeks.values()) == 2
    assert [one.name for one in flyers_for(cast.officer, operation.pk, 0)] == ["Budi"]


def test_who_has_left_waits_for_no_flight(cast, operation, register):
    row = register("Budi")
    do(cast, row)
    said = complete_steps(
        cast.officer, code="departure", result="left", wanted={row.case_id: {"left_on": "2026-11-20"}}
    )
    assert said == {row.case_id: None}
    assert forecast_for(cast.officer, operation.pk).weeks == {None: 1}
    assert flyers_for(cast.officer, operation.pk, 0) == ()


def test_days_as_they_were_here_stand_before_deadlines(cast, operation, register):
    rows = [register(f"Ani {number}") for number in range(5)]
    for row in rows:
        do(cast, row, ["exit", "registration"])
    ago = timedelta(days=40)
    with acting_as(cast.officer):
        Step.objects.update(began_at=F("began_at") - ago)
        Step.objects.filter(code="report").update(said_at=F("said_at") - ago)
    legs = {leg.code: leg for leg in forecast_for(cast.officer, operation.pk).legs}
    assert round(legs["registration"].ends - legs["registration"].begins) == 40


def test_too_few_people_make_no_median():
    steps = shipped_list(str(shipped_versions()[-1]))
    usual = Usual(steps, {"registration": (4, 90.0)})
    assert usual.takes(steps.step("registration"), 0) == steps.step("registration").deadline.days
    assert week_of(steps, (), Usual(steps, {"registration": (5, 900.0)})) == FARTHEST


def test_a_stranger_sees_no_forecast(cast, operation, register):
    register("Ani")
    for call in (forecast_for, lambda actor, asked: flyers_for(actor, asked, 0)):
        with pytest.raises(NotFound):
            call(cast.colleague, operation.pk)


def test_who_has_a_step_behind_her_is_listed(cast, operation, register):
    register("Ani")
    do(cast, register("Budi"), ["exit", "registration"])
    rows, _more = people_for(cast.officer, operation.pk, done="registration")
    assert [row.name for row in rows] == ["Budi"]
