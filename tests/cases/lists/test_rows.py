"""One row at a time: each flaw of a real list has its word, and what can be read is read."""

from datetime import date

import pytest

from pulang.cases.lists.reading import SheetRow
from pulang.cases.lists.rows import find_doubles, read_row

FIELDS = ["nothing", "name", "sex", "birth_date", "nationality", "passport", "nik", "phone", "found_at"]
TODAY = date(2026, 1, 20)


def read(number=5, **cells):
    row = SheetRow(number, tuple(cells.get(name, "") for name in FIELDS))
    return read_row(FIELDS, row, today=TODAY)


def codes(row):
    return {message.code for message in row.messages}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": "Drs. H. Ahmad Fauzi, S.Pd"}, "name_has_title"),
        ({"name": "Suharti"}, "name_one_word"),
        ({"name": "Siti Aminah", "birth_date": "17/8/1995"}, "date_read_as"),
        ({"name": "Siti Aminah", "birth_date": "3/25/1994"}, "date_month_first"),
        ({"name": "Siti Aminah", "birth_date": "12 Mei 2540"}, "date_buddhist_era"),
        ({"name": "Siti Aminah", "birth_date": "5-11-96"}, "date_two_digit_year"),
        ({"name": "Siti Aminah", "passport": "B 123 4567"}, "number_read_as"),
        ({"name": "Siti Aminah", "nik": 3171015708950000}, "nik_cut_by_spreadsheet"),
        ({"name": "Siti Aminah", "nik": "3171015708950002", "birth_date": "1990"}, "nik_birth_date_differs"),
        ({"name": "Siti Aminah", "sex": "X?"}, "sex_not_understood"),
        ({"name": "Siti Aminah", "nationality": "entah"}, "nationality_not_understood"),
        ({"name": "Siti Aminah", "phone": "ask mother"}, "phone_unreadable"),
    ],
)
def test_a_flaw_that_can_be_lived_with_is_said_and_the_row_is_taken(cells, code):
    row = read(**cells)
    assert code in codes(row)
    assert not row.refused
    assert row.draft is not None


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"passport": "B1234567"}, "name_missing"),
        ({"name": "12345"}, "name_without_letters"),
        ({"name": "Siti Aminah", "birth_date": "31/02/1990"}, "date_impossible"),
        ({"name": "Siti Aminah", "birth_date": "17/08/2095"}, "date_in_future"),
        ({"name": "Siti Aminah", "birth_date": "yesterday"}, "date_unreadable"),
        ({"name": "Siti Aminah", "nik": "31710"}, "nik_length"),
        ({"name": "Siti Aminah", "nik": "3171013208950002"}, "nik_impossible_date"),
        ({"name": "Siti Aminah", "passport": "B/12€"}, "passport_characters"),
    ],
)
def test_a_flaw_that_only_an_officer_can_mend_refuses_the_row(cells, code):
    row = read(**cells)
    assert code in codes(row)
    assert row.refused


def test_an_empty_row_is_passed_over():
    row = read()
    assert (row.draft, codes(row), row.refused) == (None, {"row_empty"}, False)


@pytest.mark.parametrize(
    ("word", "sex"), [("L", "male"), ("P", "female"), ("laki-laki", "male"), ("F.", "female"), ("ស្រី", "female")]
)
def test_sex_is_read_in_three_languages(word, sex):
    assert read(name="Siti", sex=word).draft.sex == sex


def test_place_and_date_in_one_cell_are_told_apart():
    draft = read(name="Siti Aminah", birth_date="Medan, 8 Maret 1998").draft
    assert (draft.birth_place, draft.birth_date) == ("Medan", "1998-03-08")


def test_a_phone_that_lost_its_zero_in_a_spreadsheet_is_read():
    assert read(name="Siti Aminah", phone=89990001234).draft.contacts[0].value == "+6289990001234"


def test_a_word_for_nothing_is_nothing():
    assert read(name="Siti Aminah", passport="-", phone="tidak ada").draft.papers == ()


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"name": "Achmad Fauzi", "passport": "B1234567"}, {"name": "A. Fauzi", "passport": "b 123 4567"}, True),
        (
            {"name": "Djoko Soesilo", "birth_date": "8/3/1998"},
            {"name": "Joko Susilo", "birth_date": "1998-03-08"},
            True,
        ),
        ({"name": "Siti Aminah", "birth_date": "1998"}, {"name": "Siti Aminah", "birth_date": "1998"}, False),
        ({"name": "Siti Aminah"}, {"name": "Siti Aminah"}, False),
    ],
    ids=["same paper", "same name and date in other spelling", "same name and year only", "same name only"],
)
def test_two_rows_of_one_person_are_found(first, second, same):
    rows = [read(4, **first), read(9, **second)]
    assert find_doubles(rows) == ({9: 4} if same else {})


def test_a_refused_row_makes_no_other_row_a_double():
    rows = [
        read(4, name="Siti", passport="B1234567", birth_date="31/02/1990"),
        read(9, name="Siti", passport="B1234567"),
    ]
    assert find_doubles(rows) == {}
