from datetime import date

import pytest

from pulang.lib.documents.passport import check_expiry, parse_passport_number
from pulang.lib.documents.splp import check_splp, latest_expiry
from pulang.lib.errors import Invalid, Problems


@pytest.mark.parametrize(
    ("raw", "country", "number", "codes"),
    [
        ("c 1234567", "IDN", "C1234567", []),
        ("X-123 456", "IDN", "X123456", []),
        ("ab1234567", "IDN", "AB1234567", ["passport_pattern_rare"]),
        ("12345678", "IDN", "12345678", ["passport_pattern_unknown"]),
        ("12345678", "KHM", "12345678", []),
        ("n១២៣៤៥៦៧", None, "N1234567", []),
        ("B1234567<", "IDN", "B1234567", []),
    ],
)
def test_normalises_a_passport_number(raw: str, country: str | None, number: str, codes: list[str]) -> None:
    found = parse_passport_number(raw, country=country)
    assert (found.number, [item.code for item in found.warnings]) == (number, codes)


@pytest.mark.parametrize(
    ("raw", "code"),
    [(" - ", "passport_empty"), ("សុខ123", "passport_characters"), ("A" * 21, "passport_length")],
)
def test_refuses_what_is_no_number(raw: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        parse_passport_number(raw)


@pytest.mark.parametrize(
    ("expires", "code"),
    [
        (date(2026, 2, 19), "paper_expired"),
        (date(2026, 2, 20), "paper_expires_soon"),
        (date(2027, 1, 1), None),
    ],
)
def test_says_when_a_paper_runs_out(expires: date, code: str | None) -> None:
    found = check_expiry(expires, on=date(2026, 2, 20))
    assert (found.code if found else None) == code


def test_an_splp_is_kept_with_its_number_cleaned() -> None:
    paper = check_splp(" xd 123/a ", issued=date(2026, 1, 5), expires=date(2028, 1, 5))
    assert paper.number == "XD 123/A"
    assert paper.warnings(on=date(2026, 2, 1)) == []


def test_an_splp_is_for_two_years_and_one_journey() -> None:
    with pytest.raises(Invalid, match="splp_valid_too_long") as error:
        check_splp("1", issued=date(2026, 1, 5), expires=date(2028, 1, 6))
    assert error.value.details == {"latest": "2028-01-05"}
    used = check_splp("1", issued=date(2026, 1, 5), expires=date(2026, 7, 5), used_on=date(2026, 2, 1))
    codes = [item.code for item in used.warnings(on=date(2026, 8, 1))]
    assert codes == ["splp_used", "paper_expired"]
    assert [item.code for item in used.warnings(on=date(2026, 1, 1))] == ["splp_used", "splp_not_yet_issued"]
    assert latest_expiry(date(2024, 2, 29)) == date(2026, 2, 28)


def test_says_all_that_is_wrong_with_an_splp() -> None:
    with pytest.raises(Problems) as error:
        check_splp(" ", issued=date(2026, 1, 5), expires=date(2026, 1, 4), used_on=date(2026, 1, 1))
    assert [(item.field, item.code) for item in error.value.problems] == [
        ("number", "splp_number_empty"),
        ("expires", "splp_expires_before_issue"),
        ("used_on", "splp_used_before_issue"),
    ]
