from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.lib.documents.areas import PROVINCES_ONLY, Areas, provinces
from pulang.lib.documents.nik import compare_nik, parse_nik
from pulang.lib.errors import Invalid
from pulang.lib.partial_date import PartialDate

TODAY = date(2026, 2, 20)
AREAS = Areas.from_rows(
    [("36.02", "Kabupaten Lebak"), ("31.71", "Kota Administrasi Jakarta Pusat"), ("73.71", "Kota Makassar")],
    [("36.02.04", "Cipanas"), ("31.71.01", "Gambir"), ("73.71.07", "Tallo")],
)


@pytest.mark.parametrize(
    ("number", "province", "regency", "district", "sex", "born", "serial"),
    [
        ("3602041508900001", "Banten", "Kabupaten Lebak", "Cipanas", "M", date(1990, 8, 15), "0001"),
        (
            "3171015708950002",
            "Daerah Khusus Ibukota Jakarta",
            "Kota Administrasi Jakarta Pusat",
            "Gambir",
            "F",
            date(1995, 8, 17),
            "0002",
        ),
        ("7371074107990001", "Sulawesi Selatan", "Kota Makassar", "Tallo", "F", date(1999, 7, 1), "0001"),
    ],
)
def test_takes_a_nik_apart(
    number: str, province: str, regency: str, district: str, sex: str, born: date, serial: str
) -> None:
    nik = parse_nik(number, today=TODAY, areas=AREAS)
    assert (nik.province, nik.regency, nik.district) == (province, regency, district)
    assert (nik.sex, nik.birth_date, nik.serial, nik.warnings) == (sex, born, serial, ())


@pytest.mark.parametrize("typed", ["36.02.04.150890.0001", "3602 0415 0890 0001", "៣៦០២០៤១៥០៨៩០០០០១"])
def test_reads_it_however_typed(typed: str) -> None:
    assert parse_nik(typed, today=TODAY).number == "3602041508900001"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("3171013208950002", "nik_impossible_date"),
        ("3171017208950002", "nik_impossible_date"),
        ("3171010008950002", "nik_impossible_date"),
        ("3171011513950002", "nik_impossible_date"),
        ("317101570895000", "nik_length"),
        ("31710157089500022", "nik_length"),
        ("", "nik_length"),
        ("31710157O8950002", "nik_characters"),
    ],
)
def test_refuses(number: str, code: str) -> None:
    with pytest.raises(Invalid) as error:
        parse_nik(number, today=TODAY)
    assert (error.value.field, error.value.code) == ("nik", code)


@pytest.mark.parametrize(
    ("digits", "born"),
    [
        ("200226", date(2026, 2, 20)),
        ("210226", date(1926, 2, 21)),
        ("290200", date(2000, 2, 29)),
        ("290224", date(2024, 2, 29)),
        ("010105", date(2005, 1, 1)),
    ],
)
def test_takes_the_latest_year_that_is_possible(digits: str, born: date) -> None:
    assert parse_nik(f"360204{digits}0001", today=TODAY).birth_date == born


@pytest.mark.parametrize(
    ("number", "areas", "level"),
    [
        ("9902041508900001", AREAS, "province"),
        ("3699041508900001", AREAS, "regency"),
        ("3602991508900001", AREAS, "district"),
        ("3699991508900001", PROVINCES_ONLY, ""),
    ],
)
def test_an_unknown_area_is_a_warning(number: str, areas: Areas, level: str) -> None:
    warnings = parse_nik(number, today=TODAY, areas=areas).warnings
    assert [(item.code, item.details["level"]) for item in warnings] == (
        [("nik_area_unknown", level)] if level else []
    )


def test_a_serial_of_zero_is_a_warning() -> None:
    assert [item.code for item in parse_nik("3602041508900000", today=TODAY).warnings] == ["nik_serial_zero"]


@pytest.mark.parametrize(
    ("birth", "sex", "codes"),
    [
        ("1995-08-17", "F", []),
        ("1995", None, []),
        ("1995-08", "X", []),
        (None, "", []),
        ("~1997", "F", []),
        ("1998", "F", ["nik_birth_date_differs"]),
        ("~1998", "F", ["nik_birth_date_differs"]),
        ("1995-08-18", "F", ["nik_birth_date_differs"]),
        ("1895-08-17", "F", []),
        ("1995-08-17", "M", ["nik_sex_differs"]),
        ("1990-01-01", "M", ["nik_birth_date_differs", "nik_sex_differs"]),
    ],
)
def test_compares_with_the_record(birth: str | None, sex: str | None, codes: list[str]) -> None:
    nik = parse_nik("3171015708950002", today=TODAY)
    given_date = PartialDate.from_text(birth) if birth else None
    assert [item.code for item in compare_nik(nik, given_date, sex)] == codes


def test_sees_a_swapped_day_and_month() -> None:
    nik = parse_nik("3171014803950002", today=TODAY)  # 8 March
    found = compare_nik(nik, PartialDate(1995, 8, 3))
    assert [item.code for item in found] == ["nik_day_month_swapped"]


def test_names_the_parts_that_differ() -> None:
    nik = parse_nik("3171015708950002", today=TODAY)
    assert compare_nik(nik, PartialDate(1994, 8, 18))[0].details["parts"] == ("year", "day")


@given(st.dates(date(1930, 1, 1), TODAY), st.sampled_from("FM"), st.sampled_from(sorted(provinces())))
def test_gives_back_what_was_put_in(born: date, sex: str, province: str) -> None:
    number = f"{province}0101{born.day + (40 if sex == 'F' else 0):02d}{born:%m%y}0001"
    nik = parse_nik(number, today=TODAY)
    assert (nik.sex, nik.warnings) == (sex, ())
    assert compare_nik(nik, PartialDate.of(born), sex) == []


def test_all_provinces_are_there() -> None:
    assert len(provinces()) == 38
