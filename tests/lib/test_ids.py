from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.lib.errors import Invalid
from pulang.lib.ids import IdSource, format_code, new_code, new_id, parse_code

RFC_EXAMPLE = UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")  # RFC 9562, appendix A.6


def test_is_the_example_of_the_rfc() -> None:
    tail = 0xCC3 << 62 | 0x18C4DC0C0C07398F
    assert new_id(0x017F22E279B0, lambda bits: tail) == RFC_EXAMPLE


def test_ids_of_a_process_grow() -> None:
    ids = [new_id() for _ in range(2000)]
    assert ids == sorted(set(ids))
    assert all(item.version == 7 and item.variant == RFC_EXAMPLE.variant for item in ids)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60))
def test_ids_grow_when_the_clock_steps_back(ticks: list[int]) -> None:
    clock = iter(ticks)
    source = IdSource(lambda: next(clock), lambda bits: (1 << bits) - 1)  # the counter runs over each time
    ids = [source.next() for _ in ticks]
    assert ids == sorted(set(ids))


@given(st.integers(0, 2**96 - 1))
def test_a_code_reads_back_however_it_is_written(value: int) -> None:
    code = new_code(lambda _bits: value)
    digits = code.replace(" ", "")
    assert len(code) == 19
    assert parse_code(code) == parse_code(digits) == parse_code(code.replace(" ", "-")) == digits
    assert parse_code(digits.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))) == digits
    assert format_code(digits) == code


@given(st.integers(0, 2**96 - 1), st.integers(0, 15), st.integers(1, 9))
def test_a_wrong_digit_is_seen(value: int, place: int, shift: int) -> None:
    digits = parse_code(new_code(lambda _bits: value))
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    with pytest.raises(Invalid, match="receipt_check_digit"):
        parse_code(wrong)


@given(st.integers(0, 2**96 - 1), st.integers(0, 14))
def test_swapped_neighbours_are_seen(value: int, place: int) -> None:
    digits = parse_code(new_code(lambda _bits: value))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if swapped != digits:
        with pytest.raises(Invalid, match="receipt_check_digit"):
            parse_code(swapped)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "receipt_length"),
        ("1234", "receipt_length"),
        ("12a4", "receipt_characters"),
        ("²", "receipt_characters"),
    ],
)
def test_says_what_is_wrong_with_a_code(typed: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        parse_code(typed)


def test_a_fresh_code_can_be_read() -> None:
    assert len(parse_code(new_code())) == 16
