"""Writing the sample as a spreadsheet with a letterhead, real dates beside typed ones, and figures as figures."""

import io
from datetime import UTC, date, datetime

import xlsxwriter

from pulang.cases.lists.sample.people import HEADINGS, ROWS


def build() -> bytes:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": datetime(2026, 1, 20, tzinfo=UTC).replace(tzinfo=None)})
        sheet = book.add_worksheet("Kedatangan")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "DAFTAR KEDATANGAN 20 JANUARI 2026 (DATA CONTOH, BUKAN ORANG NYATA)", bold)
        for place, heading in enumerate(HEADINGS):
            sheet.write(2, place, heading, bold)
        for line, row in enumerate(ROWS, start=3):
            if any(row):
                sheet.write(line, 0, line - 2)
            for place, value in enumerate(row, start=1):
                if isinstance(value, date):
                    sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
                elif value is not None:
                    sheet.write(line, place, value)
        sheet.set_column(1, len(HEADINGS), 20)
    return target.getvalue()
