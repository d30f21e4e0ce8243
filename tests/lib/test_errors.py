import pytest

from pulang.lib.errors import Conflict, Invalid, Problems, PulangError, raise_problems
from pulang.lib.notes import note


def test_carries_a_code_and_details() -> None:
    error = Conflict(version=3)
    assert (error.code, error.details) == ("conflict", {"version": 3})
    assert Conflict("case_closed").code == "case_closed"
    assert Conflict.code == "conflict"


def test_says_no_value_in_a_log() -> None:
    assert str(Invalid("nik", "nik_length", given="synthetic")) == "nik: nik_length (given)"


def test_several_problems_come_together() -> None:
    raise_problems([])
    first, second = Invalid("a"), Invalid("b", "b_missing")
    with pytest.raises(Invalid) as alone:
        raise_problems([first])
    assert alone.value is first
    with pytest.raises(Problems) as both:
        raise_problems([first, second])
    assert both.value.problems == (first, second)
    assert isinstance(both.value, PulangError)
    with pytest.raises(ValueError, match="at least one"):
        Problems([])


def test_notes_are_equal_by_what_they_say() -> None:
    assert note("a", x=1) == note("a", x=1) != note("a", x=2)
    assert len({note("a", x=1), note("a", x=1)}) == 1
