"""Reading files: what offices send, and what somebody sends to break it."""

import io
import zipfile

import pytest
import xlsxwriter

from pulang.cases.lists.columns import map_columns
from pulang.cases.lists.errors import ListRefused
from pulang.cases.lists.reading import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS, read_list
from pulang.cases.lists.sample import ROWS, sample_list
from pulang.cases.lists.writing import write_sheet

CSV = "No;Nama Lengkap;Tgl. Lahir;No. Paspor\n1;Siti Aminah;1990;B1234567\n"


def workbook(*sheets):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_csv_is_read_in_any_usual_form(encoding, delimiter):
    sheet = read_list(CSV.replace(";", delimiter).encode(encoding))
    assert map_columns(sheet.headings) == ["nothing", "name", "birth_date", "passport"]
    assert sheet.rows[0].cells == ("1", "Siti Aminah", "1990", "B1234567")


def test_csv_of_an_old_windows_is_read():
    assert read_list("Name,DOB\nJosé,1990\n".encode("cp1252")).rows[0].cells[0] == "José"


def test_headings_below_a_letterhead_are_found_and_rows_keep_their_numbers():
    sheet = read_list(workbook([["KBRI"], [], ["Name", "Sex"], ["Siti", "F"], [], ["Rina", "F"]]))
    assert [row.number for row in sheet.rows] == [4, 5, 6]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("NAMA LENGKAP", "name"),
        ("Nama / Name", "name"),
        ("Full name (as in passport)", "name"),
        ("Tgl. Lahir", "birth_date"),
        ("ថ្ងៃខែឆ្នាំកំណើត", "birth_date"),
        ("No. Paspor", "passport"),
        ("L/P", "sex"),
        ("ភេទ", "sex"),
        ("Blood group", None),
    ],
)
def test_headings_are_known_in_three_languages(heading, field):
    headings = ["Name", heading] if field != "name" else [heading]
    assert map_columns(headings)[-1] == field


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "list_empty"),
        (b"\n\n\n", "list_empty"),
        (b"x" * (MAX_BYTES + 1), "list_too_big"),
        (b"MZ\x90\x00\x03\x00" * 100, "list_unreadable"),
        (b"PK\x03\x04 but no zip", "list_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 but no workbook", "list_unreadable"),
        (b"%PDF-1.7\n1 0 obj\n", "list_no_name_column"),
        (b"Colour,Size\nred,1\n", "list_no_name_column"),
        (b"Name,Sex\n", "list_empty"),
        (("Name,Sex\n" + "Siti,F\n" * (MAX_ROWS + 1)).encode(), "list_too_many_rows"),
        (("Name,Sex" + ",x" * MAX_COLUMNS + "\nSiti,F\n").encode(), "list_too_many_columns"),
        (f"Name,Sex\n{'S' * (MAX_CELL + 1)},F\n".encode(), "list_cell_too_long"),
        (b'Name,Sex\n"' + b"S" * 200_000 + b"\n", "list_unreadable"),
        (workbook([["Name", "Sex"], ["Siti", "F"]], [["Name", "Sex"], ["Rina", "F"]]), "list_many_sheets"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_list_is_refused_in_words(content, code):
    with pytest.raises(ListRefused) as caught:
        read_list(content)
    assert caught.value.code == code


def test_a_zip_bomb_is_not_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 1024 * 1024))
    with pytest.raises(ListRefused) as caught:
        read_list(target.getvalue())
    assert caught.value.code == "list_too_big"


def test_two_columns_of_one_meaning_are_refused():
    with pytest.raises(ListRefused) as caught:
        map_columns(["Name", "Passport", "No. Paspor"])
    assert (caught.value.code, caught.value.details["heading"]) == ("list_column_twice", "No. Paspor")


def test_the_sample_is_the_one_that_is_shipped():
    from importlib.resources import files

    shipped = (files("pulang.cases.lists.sample") / "arrivals.xlsx").read_bytes()
    assert read_list(shipped) == read_list(sample_list())
    assert len(read_list(shipped).rows) == len(ROWS)


def test_returned_rows_calculate_nothing_and_can_be_handed_in_again():
    content = write_sheet(["Name", "Note"], [(7, ["Siti", "=cmd|' /C calc'!A0"], "+reason")])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    again = read_list(content)
    assert again.rows[0].cells == ("Siti", "'=cmd|' /C calc'!A0", 7, "'+reason")
    assert map_columns(again.headings)[:1] == ["name"]
