"""Reading the file: a sheet of Excel or LibreOffice, or CSV in any usual delimiter and encoding."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from pulang.cases.lists.columns import is_heading
from pulang.cases.lists.errors import ListRefused

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 20_000, 60, 2_000
_TITLE_ROWS = 20  # headings stand somewhere among the first rows, under titles and letterheads
_DELIMITERS = ",;\t|"
_BINARY = frozenset(range(32)) - {9, 10, 12, 13}

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with the number that the sheet gives it."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        return not any(str(cell).strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_list(content: bytes) -> Sheet:
    """The headings and the rows below them; empty rows at the end are left out.

    Raises ListRefused: `list_empty`, `list_too_big` (limit), `list_unreadable`, `list_too_many_rows` (limit),
    `list_too_many_columns` (limit), `list_cell_too_long` (row, limit), `list_no_name_column`,
    `list_many_sheets` (sheets).
    """
    if not content:
        raise ListRefused("list_empty")
    if len(content) > MAX_BYTES:
        raise ListRefused("list_too_big", limit=MAX_BYTES // (1024 * 1024))
    tables = _workbook(content) if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") else [("", _csv(content))]
    filled = [(name, rows) for name, rows in tables if any(not row.is_empty for row in rows)]
    if not filled:
        raise ListRefused("list_empty")
    if len(filled) > 1:
        # Taking one and leaving the other would lose people without a word.
        raise ListRefused("list_many_sheets", sheets=", ".join(name for name, _ in filled)[:200])
    return _below_headings(filled[0][1])


def _below_headings(rows: Sequence[SheetRow]) -> Sheet:
    for place, row in enumerate(rows[:_TITLE_ROWS]):
        texts = tuple(str(cell).strip() for cell in row.cells)
        if is_heading(texts):
            return Sheet(texts, _body(rows[place + 1 :], len(texts)))
    first = next(row for row in rows if not row.is_empty)
    raise ListRefused("list_no_name_column", headings=", ".join(str(cell) for cell in first.cells if cell)[:200])


def _body(rows: Sequence[SheetRow], columns: int) -> tuple[SheetRow, ...]:
    last = max((place for place, row in enumerate(rows) if not row.is_empty), default=-1)
    kept = rows[: last + 1]
    if not kept:
        raise ListRefused("list_empty")
    if len(kept) > MAX_ROWS:
        raise ListRefused("list_too_many_rows", limit=MAX_ROWS)
    for row in kept:
        if any(len(str(cell)) > MAX_CELL for cell in row.cells):
            raise ListRefused("list_cell_too_long", row=row.number, limit=MAX_CELL)
    return tuple(
        SheetRow(row.number, (row.cells + ("",) * columns)[: max(columns, len(row.cells))]) for row in kept
    )


def _workbook(content: bytes) -> list[tuple[str, list[SheetRow]]]:
    try:
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
                    raise ListRefused("list_too_big", limit=MAX_BYTES // (1024 * 1024))
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        tables = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_width > MAX_COLUMNS:
                raise ListRefused("list_too_many_columns", limit=MAX_COLUMNS)
            if sheet.total_height > MAX_ROWS + _TITLE_ROWS:
                raise ListRefused("list_too_many_rows", limit=MAX_ROWS)
            cells = sheet.to_python(skip_empty_area=False)
            tables.append((name, [SheetRow(n, tuple(map(_cell, row))) for n, row in enumerate(cells, start=1)]))
        return tables
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, OverflowError):
        raise ListRefused("list_unreadable") from None


def _cell(value: object) -> Cell:
    """Text as it stands, whole numbers without a decimal point, dates as ISO text."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case float() if value.is_integer():
            return int(value)
        case int() | float() | str():
            return value
    return ""


def _csv(content: bytes) -> list[SheetRow]:
    text = _decoded(content)
    head = "\n".join(text.splitlines()[:_TITLE_ROWS])
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    try:
        for number, row in enumerate(reader, start=1):
            if number > MAX_ROWS + _TITLE_ROWS:
                raise ListRefused("list_too_many_rows", limit=MAX_ROWS)
            if len(row) > MAX_COLUMNS:
                raise ListRefused("list_too_many_columns", limit=MAX_COLUMNS)
            rows.append(SheetRow(number, tuple(row)))
    except csv.Error:
        raise ListRefused("list_unreadable") from None
    return rows


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 where the bytes say so, else the code page of Western Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif _BINARY.intersection(content[:4096]):
        raise ListRefused("list_unreadable")
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListRefused("list_unreadable")
