"""Handing in a list, its progress and result. Without JavaScript the page is loaded again by a link."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission
from pulang.cases.lists.actions import start_import
from pulang.cases.lists.models import RowState
from pulang.cases.lists.queries import ImportView, RowView, import_for, imports_for, rejected_list, rows_for
from pulang.cases.lists.reading import MAX_BYTES
from pulang.cases.lists.sample import sample_list
from pulang.cases.lists.sentences import sentence_of
from pulang.lib.errors import Invalid
from pulang.web.form_page import FormPage, OnceForm, run_form
from pulang.web.listing import Listed, Table, listed, rows_at_once, table_of
from pulang.web.pages import OfficerRequest, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_A_PAGE = 100
KINDS = {"created": "ok", "known": "info", "rejected": "danger", "pending": "", "empty": ""}


class ListForm(OnceForm):
    label = forms.CharField(
        label=gettext_lazy("What the list is about"),
        max_length=200,
        help_text=gettext_lazy("As in: arrivals of 20 January, bus from Poipet"),
    )
    file = forms.FileField(
        label=gettext_lazy("List"),
        help_text=gettext_lazy("Excel, LibreOffice or CSV, with headings above the rows, at most 10 MB."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )


@page(Permission.LIST_IMPORT, methods=("GET", "HEAD"))
@listed("lists")
def lists(request: OfficerRequest) -> Listed | HttpResponse:
    found = imports_for(request.actor)
    context = {"columns": [{"label": label} for label in _columns()], "rows": [_list_row(one) for one in found]}
    return Listed("lists/lists.html", context, table_of(_("Lists"), context))


@page(Permission.LIST_IMPORT)
def hand_in(request: OfficerRequest) -> HttpResponse:
    def act(given: dict[str, Any]) -> str:
        file = given["file"]
        if file.size > MAX_BYTES:
            raise Invalid("file", "list_too_big", limit=MAX_BYTES // (1024 * 1024))
        import_id = start_import(
            request.actor, file_name=file.name, content=file.read(), label=given["label"], once=given["once"]
        )
        return reverse("list", kwargs={"import_id": import_id})

    lead = gettext_lazy("Everybody on it is searched first. Rows that cannot be taken come back with the reason.")
    asked = FormPage(
        gettext_lazy("Hand in a list"),
        gettext_lazy("Hand it in"),
        reverse("lists"),
        gettext_lazy("Lists"),
        lead=lead,
        multipart=True,
    )
    return run_form(request, ListForm, act, page=asked)


@page(Permission.LIST_IMPORT, methods=("GET", "HEAD"))
@listed("list_rows")
def one_list(request: OfficerRequest, import_id: UUID) -> Listed | HttpResponse:
    """How far it is and each row with its messages; with `part=progress` the progress alone."""
    taken = import_for(request.actor, import_id=import_id)
    progress = {"taken": taken, "text": _progress_text(taken)}
    if request.GET.get("part") == "progress":
        return render(request, "lists/_progress.html", progress)
    state = request.GET.get("state", "")
    state = state if state in (*RowState.values, "flawed") else ""
    start = int(number) if (number := request.GET.get("start", "")).isdecimal() and len(number) < 7 else 0
    of_state = {"flawed": True} if state == "flawed" else {"state": state}
    size = rows_at_once(request, ROWS_A_PAGE)
    rows = rows_for(request.actor, import_id=import_id, start=start, limit=size + 1, **of_state)
    shown = [_row(import_id, row) for row in rows[:size]]
    context = {
        **progress,
        "filters": _filters(taken, state),
        "rows": shown,
        "next": f"?state={state}&start={start + ROWS_A_PAGE}" if len(rows) > ROWS_A_PAGE else "",
        "before": f"?state={state}&start={max(0, start - ROWS_A_PAGE)}" if start else "",
    }
    more = {"start": str(start + size)} if len(rows) > size else {}
    return Listed("lists/list.html", context, (_table(shown),), more)


@page(Permission.LIST_IMPORT, methods=("GET", "HEAD"))
def returned(request: OfficerRequest, import_id: UUID) -> HttpResponse:
    """The rows that were not taken, as a sheet."""
    return _sheet(rejected_list(request.actor, import_id=import_id), "returned.xlsx")


@page(Permission.LIST_IMPORT, methods=("GET", "HEAD"))
def sample(request: OfficerRequest) -> HttpResponse:
    """The sample list: made-up people, real flaws."""
    return _sheet(sample_list(), "sample.xlsx")


def _sheet(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _table(rows: list[dict[str, Any]]) -> Table:
    columns = (_("Row"), _("State"), _("What the row says"), _("Messages"))
    made = [
        {
            "cells": [
                {"raw": row["number"]},
                {"badge": row["state"]},
                {"value": row["text"]},
                {"value": " ".join(message["text"] for message in row["messages"])},
            ]
        }
        for row in rows
    ]
    return Table(_("Rows of the list"), [{"label": label} for label in columns], made)


def _columns() -> tuple[str, ...]:
    return _("List"), _("Handed in"), _("By"), _("Rows"), _("Registered"), _("Not taken")


def _list_row(taken: ImportView) -> dict[str, Any]:
    values = (
        taken.label,
        taken.started_at,
        taken.started_by,
        taken.total,
        *map(taken.counts.get, ("created", "rejected")),
    )
    cells: list[dict[str, Any]] = [
        {"label": label, "value": "0" if value == 0 else value, "numeric": isinstance(value, int), "raw": value}
        for label, value in zip(_columns(), values, strict=True)
    ]
    return {"url": reverse("list", kwargs={"import_id": taken.id}), "cells": cells}


def _progress_text(taken: ImportView) -> str:
    return _("%(done)s of %(total)s rows") % {"done": taken.done, "total": taken.total}


def _filters(taken: ImportView, state: str) -> list[dict[str, Any]]:
    states = [(word.value, word.label, taken.counts[word.value]) for word in RowState if taken.counts[word.value]]
    shown = [("", _("All rows"), taken.total), *states, ("flawed", _("With a message"), None)]
    return [
        {"label": label, "url": f"?state={word}", "current": word == state, "count": count}
        for word, label, count in shown
    ]


def _row(import_id: UUID, row: RowView) -> dict[str, Any]:
    person, case = row.person_id, row.case_id
    return {
        "number": row.number,
        "mend_url": reverse("list_row", args=[import_id, row.number]) if row.state == RowState.REJECTED else "",
        "text": row.text,
        "state": {"label": RowState(row.state).label, "kind": KINDS[row.state]},
        "messages": [{"text": sentence_of(message), "refuses": message.refuses} for message in row.messages],
        "person_url": reverse("person", kwargs={"person_id": person}) if person else "",
        "case_url": reverse("case", kwargs={"case_id": case}) if case else "",
    }
