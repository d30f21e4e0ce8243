"""Step lists: the one in use is whole, and a broken one names its line."""

import pytest

from pulang.access.models import AgencyKind
from pulang.access.permissions import Section
from pulang.lib.errors import NotFound
from pulang.repatriation.errors import StepListBroken
from pulang.repatriation.rules import shipped_list, shipped_versions
from pulang.repatriation.rules.checking import DATA
from pulang.repatriation.rules.loading import read_step_list

NEWEST = shipped_list(str(shipped_versions()[-1]))
TEXT = (DATA / "steps" / "1.yaml").read_text("utf-8")


def _broken(before: str, after: str) -> StepListBroken:
    assert before in TEXT
    with pytest.raises(StepListBroken) as caught:
        read_step_list(TEXT.replace(before, after, 1), file="1.yaml")
    return caught.value


def _line(text: str) -> int:
    return TEXT[: TEXT.index(text)].count("\n") + 1


def test_the_list_has_the_sixteen_steps_in_an_order_that_can_be_walked():
    assert [len(shipped_list(str(number)).steps) for number in shipped_versions()] == [16, 16]


def test_every_word_of_the_list_is_known_elsewhere():
    for step in NEWEST.steps:
        assert step.section in set(Section)
        assert {kind for kinds in step.agencies.values() for kind in kinds} <= set(AgencyKind)


def test_flights_and_places_are_sealed():
    sealed = {step.code for step in NEWEST.steps if step.is_sealed}
    assert sealed == {"shelter", "ticket", "departure", "arrival", "home"}


def test_there_is_no_list_of_another_number():
    for version in ("99", "../1", ""):
        with pytest.raises(NotFound):
            shipped_list(version)


def test_a_missing_text_names_its_line():
    error = _broken("who: {en: Embassy, id: KBRI, km: ស្ថានទូត}", "who: {en: Embassy, id: KBRI}")
    assert error.details["line"] == _line("who: {en: Embassy, id: KBRI, km")
    assert str(error).startswith("1.yaml:")


def test_a_condition_on_an_unknown_step_names_its_line():
    error = _broken("after: {all: [arrival]}", "after: {all: [arival]}")
    assert error.details["line"] == _line("after: {all: [arrival]}")
    assert "arival" in error.details["problem"]


def test_steps_that_wait_for_each_other_are_refused():
    error = _broken(
        "after: {all: [report]}\n    deadline: {days: 7}", "after: {all: [splp]}\n    deadline: {days: 7}"
    )
    assert "wait for each other" in error.details["problem"]


def test_a_step_above_its_condition_is_refused():
    error = _broken("after: {all: [report]}\n    until", "after: {all: [health]}\n    until")
    assert "stands above" in error.details["problem"]


def test_nothing_waits_for_a_step_that_may_lapse():
    assert (
        "lapse" in _broken("after: {all: [exit, splp, fine_waiver]}", "after: {all: [shelter]}").details["problem"]
    )


def test_a_step_without_a_way_on_is_refused():
    start = TEXT.index("  follow_up:")
    closed = TEXT[:start] + TEXT[start:].replace("ends: done", "ends: failed").replace("not_needed", "failed")
    with pytest.raises(StepListBroken, match="no outcome lets the way go on"):
        read_step_list(closed, file="1.yaml")


def test_a_key_written_twice_is_refused():
    assert "twice" in _broken("km_checked: false", "km_checked: false\nkm_checked: true").details["problem"]


def test_text_that_is_no_yaml_names_its_line():
    assert _broken("sides: [IDN, KHM]", "sides: [IDN, KHM").details["line"] > 10


def test_the_number_in_the_file_is_its_name():
    assert "stands in" in _broken('version: "1"', 'version: "7"').details["problem"]
