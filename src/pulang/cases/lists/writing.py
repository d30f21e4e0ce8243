"""Writing a sheet that a spreadsheet cannot be tricked with."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from pulang.cases.lists.reading import Cell

Value = Cell | date | datetime | Decimal | None

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST = 32_000  # letters of a cell that every spreadsheet opens
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: Cell) -> Cell:
    """Text that a spreadsheet would calculate gets an apostrophe before it; figures and other text stay."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


@dataclass(frozen=True)
class Sheet:
    """One table of a book. Days, moments and amounts, given as such, become cells that can be reckoned with."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]


def write_rows(headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """Rows below headings as XLSX."""
    return write_book([Sheet("", headings, rows)])


def write_book(sheets: Iterable[Sheet]) -> bytes:
    """Sheets as XLSX. Text is never a formula.

    It is made in memory: what is personal does not wait in a temporary file, so whoever calls limits the rows.
    """
    target, taken = io.BytesIO(), set[str]()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        looks = _Looks(book)
        for one in sheets:
            _write(book.add_worksheet(_title(one.title, taken) or None), looks, one)
    return target.getvalue()


class _Looks:
    """How each kind of value is shown. A day is written so that no country reads it another way."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        top = {"valign": "top"}
        self.head = book.add_format({"bold": True, "text_wrap": True, **top})
        self.text = book.add_format({"text_wrap": True, **top})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", **top})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left", **top})
        self.amount = book.add_format({"num_format": "#,##0.00", **top})


def _write(sheet: xlsxwriter.workbook.Worksheet, looks: _Looks, one: Sheet) -> None:
    widths = [len(title) for title in one.headings]
    for place, title in enumerate(one.headings):
        sheet.write_string(0, place, str(neutral(title)), looks.head)
    for line, cells in enumerate(one.rows, start=1):
        for place, value in enumerate(cells):
            _write_cell(sheet, line, place, value, looks)
            widths[place] = max(widths[place], min(len(str(value)), 60))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, max(width + 2, 8))
    sheet.freeze_panes(1, 0)
    if one.rows:
        sheet.autofilter(0, 0, len(one.rows), max(len(one.headings) - 1, 0))


def _write_cell(sheet: xlsxwriter.workbook.Worksheet, line: int, place: int, value: Value, looks: _Looks) -> None:
    if isinstance(value, datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        sheet.write_datetime(line, place, local, looks.moment)
    elif isinstance(value, date) and value.year >= 1900:  # before it, no spreadsheet knows a day
        sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), looks.day)  # noqa: DTZ001
    elif isinstance(value, Decimal):
        sheet.write_number(line, place, float(value), looks.amount)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, place, value, looks.text)
    elif value not in (None, ""):
        text = str(neutral(str(value)))
        sheet.write_string(line, place, text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…", looks.text)


def _title(asked: str, taken: set[str]) -> str:
    """A name that a sheet can have, and no other of the book has. Empty leaves it to the program."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in asked).strip("' ")[:28].strip()
    title, number = plain, 2
    while title.lower() in taken:
        title, number = f"{plain} {number}", number + 1
    taken.add(title.lower())
    return title


def write_sheet(headings: Sequence[str], rows: Sequence[tuple[int, Sequence[Cell], str]]) -> bytes:
    """Rows of (number in the first list, cells, reason) as XLSX: the list's columns, then row and reason.

    Read again as a list, the two last columns are passed over.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        sheet = book.add_worksheet()
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        last = max([len(headings), *(len(cells) for _number, cells, _reason in rows)])
        titles = [*headings, *[""] * (last - len(headings)), _("Row in the list"), _("Reason")]
        for place, title in enumerate(titles):
            sheet.write(0, place, neutral(title), bold)
        for line, (number, cells, reason) in enumerate(rows, start=1):
            for place, cell in enumerate(cells):
                sheet.write(line, place, neutral(cell))
            sheet.write(line, last, number)
            sheet.write_string(line, last + 1, str(neutral(reason)), wrapped)
        sheet.set_column(0, last, 18)
        sheet.set_column(last + 1, last + 1, 80)
        sheet.freeze_panes(1, 0)
    return target.getvalue()
