"""A list as a page and, by the same rows, as a spreadsheet: whoever sees the page takes its rows away, no others.

A view of a list is decorated with `@listed("name")` below `@page` and gives `Listed`. With `as=xlsx` in the address
the view is asked for page after page, and the cells that it would show are written.
"""

import copy
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from pulang.access.exports import note_sheet
from pulang.cases.lists.writing import Sheet, Value, write_book
from pulang.lib.errors import PulangError
from pulang.web.pages import OfficerRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 10_000  # rows of one sheet
AT_ONCE = 1000  # rows that are read at once for a sheet
PLACES = ("after", "before", "page", "start", "part", "as")  # what of an address says where one reads
Cells = dict[str, Any]


class SheetTooLong(PulangError):
    """More rows than one sheet takes: nothing is left out in silence."""

    code = "sheet_too_long"


@dataclass(frozen=True)
class Table:
    """Columns {label} and rows {cells} as `table.html` takes them.

    A cell's `raw` is what its text was made of; `parts` of a column and of its cells stand apart in the sheet.
    """

    title: str
    columns: Sequence[Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Listed:
    """A page of a list. `more` is what the address asks for to read on; nothing on the last page."""

    template: str
    context: dict[str, Any]
    tables: Sequence[Table]
    more: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


ListView = Callable[..., Listed | HttpResponseBase]


def listed(name: str) -> Callable[[ListView], Callable[..., HttpResponseBase]]:
    """The view of a list; `name` names it in the audit and in the name of the file."""

    def decorate(view: ListView) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def shown(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            made = view(request, *args, **kwargs)
            if not isinstance(made, Listed):
                return made
            if wants_sheet(request):
                return _sheet(request, name, view, made, args, kwargs)
            address = sheet_address(request) if any(table.rows for table in made.tables) else ""
            return render(request, made.template, {**made.context, "sheet_url": address}, status=made.status)

        shown.lists = name  # type: ignore[attr-defined]
        return shown

    return decorate


def wants_sheet(request: OfficerRequest) -> bool:
    return request.GET.get("as") == "xlsx"


def rows_at_once(request: OfficerRequest, usual: int) -> int:
    """How many rows a page of the list holds: more where a sheet reads it to the end."""
    return AT_ONCE if wants_sheet(request) else usual


def sheet_address(request: OfficerRequest) -> str:
    """The list from its start with the filters of this page, as a sheet."""
    return f"?{_asked(request, {'as': 'xlsx'}).urlencode()}"


def _asked(request: OfficerRequest, more: Mapping[str, str]) -> QueryDict:
    asked = request.GET.copy()
    for name in PLACES:
        asked.pop(name, None)
    for name, value in more.items():
        asked[name] = value
    return asked


def _sheet(
    request: OfficerRequest, name: str, view: ListView, first: Listed, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    made, rows = first, [[*table.rows] for table in first.tables]
    while made.more:
        if sum(map(len, rows)) > MOST:
            raise SheetTooLong(most=MOST)
        later = copy.copy(request)
        later.GET = QueryDict(_asked(request, {**made.more, "as": "xlsx"}).urlencode())
        found = view(later, *args, **kwargs)
        if not isinstance(found, Listed):
            break
        made = found
        for place, table in enumerate(made.tables):
            rows[place] += table.rows
    sheets = [_of(table, held) for table, held in zip(first.tables, rows, strict=True)]
    count = sum(map(len, rows))
    agency = note_sheet(request.actor, name=name, rows=count, scope=_scope(kwargs))
    content = write_book([*sheets, _about(request, first, agency, count)])
    response = HttpResponse(content, content_type=XLSX, headers={"X-Content-Type-Options": "nosniff"})
    file_name = f"{name.replace('_', '-')}-{timezone.localdate().isoformat()}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    return response


def _of(table: Table, rows: Iterable[Mapping[str, Any]]) -> Sheet:
    headings = [str(name) for column in table.columns for name in column.get("parts") or (column["label"],)]
    return Sheet(
        table.title, headings, [[value for cell in row["cells"] for value in _values(cell)] for row in rows]
    )


def _values(cell: Mapping[str, Any]) -> Sequence[Value]:
    """What a cell of the page is in the sheet: one cell, or several where the page joins what is sorted apart."""
    return cell["parts"] if "parts" in cell else (_value(cell),)


def _value(cell: Mapping[str, Any]) -> Value:
    """What stands in the cell of the sheet: the value itself where the view gave it, else the text of the page."""
    if "raw" in cell:
        raw: Value = cell["raw"]
        return raw
    if "badge" in cell:
        return str(cell["badge"]["label"])
    value = cell.get("value", "")
    if isinstance(value, int | float | date | datetime):
        return value
    text = "" if value is None else str(value)
    return int(text) if cell.get("numeric") and text.isdecimal() else text


def _about(request: OfficerRequest, made: Listed, agency: str, count: int) -> Sheet:
    """Whose the list is and what was asked for, on a sheet of its own: it travels."""
    chosen = [str(one["label"]) for one in made.context.get("filters", ()) if one.get("current")]
    facts: list[Sequence[Value]] = [
        (_("List"), made.tables[0].title),
        (_("Filter"), ", ".join(chosen)),
        (_("Rows"), count),
        (_("Made"), timezone.now()),
        (_("By"), f"{request.actor.name}, {agency}"),
        (_("Handling"), _("Confidential. It names people in danger: keep it sealed, and delete it after use.")),
    ]
    return Sheet(_("About this list"), (_("What"), _("Details")), facts)


def _scope(kwargs: Mapping[str, Any]) -> UUID | None:
    """The case, the operation or the list of arrivals that the rows belong to."""
    for name in ("case_id", "operation_id", "import_id"):
        if isinstance(kwargs.get(name), UUID):
            return UUID(str(kwargs[name]))
    return None


def table_of(title: str, context: Mapping[str, Any]) -> tuple[Table]:
    """The table that a page shows by the usual names."""
    return (Table(title, context["columns"], context["rows"]),)


def queue_table(title: str, rows: Sequence[Mapping[str, Any]]) -> tuple[Table]:
    """Rows of `queue_row.html` as a table."""
    names = (_("By when"), _("What"), _("Number"), _("Details"), _("Marks"), _("Next"))
    made = [
        {
            "cells": [
                {"raw": row.get("deadline")},
                {"value": row["title"]},
                {"value": row.get("reference", "")},
                {"value": row.get("summary", "")},
                {"value": ", ".join(str(badge["label"]) for badge in row.get("badges") or ())},
                {"value": row.get("action_label", "")},
            ]
        }
        for row in rows
    ]
    return (Table(title, [{"label": name} for name in names], made),)


def person_column(label: str) -> Cells:
    return {"label": label, "parts": (_("Number"), _("Name"))}


def person_cell(label: str, number: int | str, name: str) -> Cells:
    """A number and the name beside it, as far as it is the reader's to see."""
    shown = name or _("name not yours to see")
    return {"label": label, "value": f"{number} · {shown}", "parts": (number, shown)}


def day_cell(label: str, on: date | None) -> Cells:
    return {"label": label, "value": date_format(on, "SHORT_DATE_FORMAT") if on else "", "raw": on}


def moment_cell(label: str, at: datetime | None, *, days: bool = False) -> Cells:
    """A moment; with `days` only its day is shown."""
    shown = timezone.localtime(at) if at else None
    look = "SHORT_DATE_FORMAT" if days else "SHORT_DATETIME_FORMAT"
    raw = shown.date() if shown and days else shown
    return {"label": label, "value": date_format(shown, look) if shown else "", "raw": raw}


def money_cell(label: str, amount: Any) -> Cells:
    shown = number_format(amount, decimal_pos=2, force_grouping=True) if amount is not None else "–"
    return {"label": label, "value": shown, "raw": amount, "numeric": True}
