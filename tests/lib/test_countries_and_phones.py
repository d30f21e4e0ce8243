import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.lib.countries import FOCUS, alpha2, alpha3_codes, country_name, parse_country
from pulang.lib.errors import Invalid
from pulang.lib.phones import parse_phone


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("IDN", "IDN"),
        ("id", "IDN"),
        ("Kamboja", "KHM"),
        ("cambodia", "KHM"),
        ("កម្ពុជា", "KHM"),
        ("D", "DEU"),
        ("MMR", "MMR"),
        ("fr", "FRA"),
        ("CD", "COD"),
    ],
)
def test_reads_a_country(raw: str, code: str) -> None:
    assert parse_country(raw) == code


@pytest.mark.parametrize("raw", ["", "Atlantis", "ZZZ", "XXX", "UN", "EU", "BUR"])
def test_refuses_what_is_no_country(raw: str) -> None:
    with pytest.raises(Invalid, match="country_unknown"):
        parse_country(raw)


def test_holds_the_whole_standard_with_names() -> None:
    codes = alpha3_codes()
    assert len(codes) == len(set(codes)) == 249
    assert codes[: len(FOCUS)] == FOCUS
    assert all(country_name(code, lang) for code in codes for lang in ("en", "id", "km"))
    assert len({alpha2(code) for code in codes}) == 249
    assert country_name("KHM", "id") == "Kamboja"


@pytest.mark.parametrize(
    ("raw", "region", "e164", "codes"),
    [
        ("0812-0000-0000", "ID", "+6281200000000", []),
        ("+62 812 0000 0000", "KH", "+6281200000000", []),
        ("62812 0000 0000", "ID", "+6281200000000", []),
        ("012 000 000", "KH", "+85512000000", []),
        ("០១២ ០០០ ០០០", "KH", "+85512000000", []),
        ("0812", "ID", None, ["phone_impossible_length"]),
        ("tetangga", "ID", None, ["phone_unreadable"]),
        ("", "ID", None, ["phone_unreadable"]),
        ("+62 999 9999 999", "ID", "+629999999999", ["phone_not_in_use"]),
    ],
)
def test_normalises_a_phone(raw: str, region: str, e164: str | None, codes: list[str]) -> None:
    found = parse_phone(raw, region=region)
    assert (found.raw, found.e164, [item.code for item in found.warnings]) == (raw, e164, codes)


@given(st.text(max_size=30))
def test_keeps_whatever_was_written(raw: str) -> None:
    found = parse_phone(raw)
    assert (found.e164 is None) <= bool(found.warnings)
