"""Writing a sheet that a spreadsheet cannot be tricked with."""

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from pulang.cases.lists.reading import Cell

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: Cell) -> Cell:
    """Text that a spreadsheet would calculate gets an apostrophe before it; figures and other text stay."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_rows(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Rows below headings as XLSX. Figures stay figures; text is never a formula."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for place, title in enumerate(headings):
            sheet.write(0, place, neutral(title), bold)
        for line, cells in enumerate(rows, start=1):
            for place, cell in enumerate(cells):
                sheet.write(line, place, neutral(cell))
        sheet.set_column(0, max(len(headings) - 1, 0), 18)
        sheet.freeze_panes(1, 0)
    return target.getvalue()


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
