from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.lib.errors import Invalid
from pulang.lib.partial_date import PartialDate, parse

TODAY = date(2026, 2, 20)

READ = [
    ("1998-03-08", "1998-03-08"),
    ("1998-03-08T00:00:00", "1998-03-08"),
    ("1998-03-08 00:00:00", "1998-03-08"),
    ("1998/03/08", "1998-03-08"),
    ("08/03/1998", "1998-03-08"),
    ("8-3-1998", "1998-03-08"),
    ("08.03.1998", "1998-03-08"),
    ("08 / 03 / 1998", "1998-03-08"),
    ("19980308", "1998-03-08"),
    ("1998-03", "1998-03"),
    ("03/1998", "1998-03"),
    ("00/00/1998", "1998"),
    ("00/03/1998", "1998-03"),
    ("xx-03-1998", "1998-03"),
    ("1998", "1998"),
    (1998, "1998"),
    (1998.0, "1998"),
    ("17 Agustus 1995", "1995-08-17"),
    ("17 AGT 1995", "1995-08-17"),
    ("tgl 17 Agustus thn 1995", "1995-08-17"),
    ("17Agustus1995", "1995-08-17"),
    ("17th August 1995", "1995-08-17"),
    ("August 17, 1995", "1995-08-17"),
    ("Aug 1995", "1995-08"),
    ("1995 Des 3", "1995-12-03"),
    ("31 Mei 2001", "2001-05-31"),
    ("5 Peb 1999", "1999-02-05"),
    ("about 1998", "~1998"),
    ("± 1998", "~1998"),
    ("+/- 1998", "~1998"),
    ("~1998", "~1998"),
    ("sekitar 1998", "~1998"),
    ("kira-kira Maret 1998", "~1998-03"),
    ("c. 1998", "~1998"),
    ("ca 1998", "~1998"),
    ("1998?", "~1998"),
    ("០៨/០៣/១៩៩៨", "1998-03-08"),
    ("ថ្ងៃទី១៧ ខែសីហា ឆ្នាំ១៩៩៥", "1995-08-17"),
    ("ប្រហែល ១៩៩៨", "~1998"),
    (datetime(1998, 3, 8, 0, 0), "1998-03-08"),  # noqa: DTZ001 - a sheet's cell has no zone
    (date(1998, 3, 8), "1998-03-08"),
    ("29/02/2000", "2000-02-29"),
]


@pytest.mark.parametrize(("raw", "text"), READ)
def test_reads(raw: object, text: str) -> None:
    assert parse(raw, today=TODAY).date.to_text() == text


@pytest.mark.parametrize(
    ("raw", "text", "code"),
    [
        ("08/03/98", "1998-03-08", "date_two_digit_year"),
        ("08/03/05", "2005-03-08", "date_two_digit_year"),
        ("1 Jan 26", "2026-01-01", "date_two_digit_year"),
        ("1 Jan 27", "1927-01-01", "date_two_digit_year"),
        ("2540", "1997", "date_buddhist_era"),
        ("08/03/2540", "1997-03-08", "date_buddhist_era"),
        ("១៧ សីហា ព.ស. ២៥៣៨", "1995-08-17", "date_buddhist_era"),
        ("08/25/1998", "1998-08-25", "date_month_first"),
    ],
)
def test_says_what_it_decided(raw: str, text: str, code: str) -> None:
    found = parse(raw, today=TODAY)
    assert (found.date.to_text(), [note.code for note in found.notes]) == (text, [code])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "date_unreadable"),
        ("   ", "date_unreadable"),
        ("soon", "date_unreadable"),
        ("12", "date_two_digit_year"),
        ("123", "date_unreadable"),
        ("1/2/3/4", "date_unreadable"),
        ("Mei Juni 1998", "date_unreadable"),
        ("8" * 200, "date_unreadable"),
        (None, "date_unreadable"),
        (True, "date_unreadable"),
        (3.5, "date_unreadable"),
        ("30/02/1998", "date_impossible"),
        ("29/02/1999", "date_impossible"),
        ("32/01/1998", "date_impossible"),
        ("13/13/1998", "date_impossible"),
        ("08/00/1998", "date_impossible"),
        ("01/01/2027", "date_in_future"),
        ("2027", "date_in_future"),
        ("1700", "date_too_early"),
    ],
)
def test_says_why_it_cannot(raw: object, code: str) -> None:
    if code == "date_two_digit_year":  # a bare "12" is a year, said so
        assert parse(raw, today=TODAY).notes[0].code == code
        return
    with pytest.raises(Invalid) as error:
        parse(raw, today=TODAY, field="born")
    assert (error.value.field, error.value.code) == ("born", code)


def test_an_expiry_may_lie_ahead() -> None:
    assert parse("01/01/2031", today=TODAY, allow_future=True).date.to_text() == "2031-01-01"
    assert parse("01/01/31", today=TODAY, allow_future=True).date.to_text() == "2031-01-01"


@pytest.mark.parametrize(
    ("text", "day", "ages"),
    [
        ("1998-03-08", date(2026, 3, 7), (27, 27)),
        ("1998-03-08", date(2026, 3, 8), (28, 28)),
        ("1998-03", date(2026, 3, 8), (27, 28)),
        ("1998", date(2026, 3, 8), (27, 28)),
        ("1998", date(2026, 12, 31), (28, 28)),
        ("~1998", date(2026, 3, 8), (25, 30)),
        ("2004-02-29", date(2026, 2, 28), (21, 21)),
        ("2025", date(2026, 1, 1), (0, 1)),
    ],
)
def test_age_is_a_range(text: str, day: date, ages: tuple[int, int]) -> None:
    assert PartialDate.from_text(text).age_on(day) == ages


def test_orders_by_time() -> None:
    texts = ["2001", "1998-03-08", "1998", "1998-03", "~1998", "1997-12-31"]
    ordered = sorted(PartialDate.from_text(text) for text in texts)
    assert [str(item) for item in ordered] == ["1997-12-31", "1998", "~1998", "1998-03", "1998-03-08", "2001"]


@pytest.mark.parametrize(("year", "month", "day"), [(1998, None, 3), (1998, 0, None), (1998, 2, 30), (0, 1, 1)])
def test_holds_no_impossible_date(year: int, month: int | None, day: int | None) -> None:
    with pytest.raises(Invalid, match="date_impossible"):
        PartialDate(year, month, day)


@given(st.dates(date(1900, 1, 1), date(2026, 2, 20)), st.sampled_from([0, 1, 2]), st.booleans())
def test_text_goes_round_and_reads_alike(day: date, known: int, about: bool) -> None:
    value = PartialDate(day.year, day.month if known else None, day.day if known == 2 else None, about)
    assert PartialDate.from_text(value.to_text()) == value
    assert parse(value.to_text(), today=TODAY).date == value


@given(st.text(max_size=40))
def test_reads_or_refuses_anything(raw: str) -> None:
    try:
        found = parse(raw, today=TODAY).date
    except Invalid as error:
        found, code = None, error.code
    assert found.earliest <= date(2026, 2, 21) if found else code.startswith("date_")
