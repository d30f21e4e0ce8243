"""What decides the day of the way home."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pulang.repatriation.rules import shipped_list, shipped_versions
from pulang.repatriation.rules.path import foresee, may_begin

LIST = shipped_list(str(shipped_versions()[-1]))
CODES = [step.code for step in LIST.steps]


def takes(step, begins):
    return float(step.deadline.days)


def chain(legs):
    return [leg.code for leg in legs.values() if leg.decides]


def test_at_the_start_the_slowest_chain_of_conditions_decides():
    legs = foresee(LIST, {}, takes)
    assert chain(legs)[:3] == ["report", "registration", "fine_waiver"]
    assert chain(legs)[-1] == "follow_up"
    assert legs["fine_waiver"].begins == legs["registration"].ends


def test_what_is_over_decides_nothing_any_more():
    legs = foresee(LIST, {"report": -9.0, "registration": -5.0, "fine_waiver": -1.0}, takes, began=-10.0)
    assert (legs["registration"].settled, legs["registration"].ends) == (True, -5.0)
    assert "fine_waiver" not in chain(legs)
    assert legs["splp"].begins == -5.0


def test_what_should_be_over_is_over_now_at_the_earliest():
    legs = foresee(LIST, {"report": -90.0}, takes, began=-90.0)
    assert legs["registration"].ends == 0.0


def test_a_step_that_lapses_decides_nothing():
    legs = foresee(LIST, {}, takes)
    assert not legs["shelter"].decides
    assert foresee(LIST, {"departure": 0.0}, takes)["shelter"].settled


def test_who_has_all_that_comes_before_can_go_now():
    before = LIST.step("departure").after.codes
    assert may_begin(LIST, dict.fromkeys(before, 0.0), takes, "departure") == 0
    assert may_begin(LIST, {}, takes, "departure") > 20


@given(st.dictionaries(st.sampled_from(CODES), st.floats(-50, 0)), st.floats(-60, -50))
def test_legs_never_run_backwards_and_the_chain_hangs_together(ended, began):
    legs = foresee(LIST, ended, takes, began=began)
    assert list(legs) == CODES
    for leg in legs.values():
        assert leg.begins <= leg.ends
        assert leg.settled or leg.ends >= 0
        assert not (leg.decides and leg.settled)
    on_it = chain(legs)
    for early, late in pairwise(on_it):
        assert early in LIST.step(late).after.codes
        assert legs[late].begins >= legs[early].ends or legs[late].begins == began
