"""The list of operations, and how one stands: counts, who is stuck, the people."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pulang.access.accounts.directory import agencies_to_work_with
from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.cases.models import Urgency
from pulang.lib.errors import Invalid
from pulang.operations import actions
from pulang.operations.errors import SlipUnknown
from pulang.operations.models import OperationKind
from pulang.operations.queries import Board, PersonRow, board_for, find_slip, operations_for, people_for
from pulang.operations.queries.people import PAGE
from pulang.repatriation.queries.lists import current_list
from pulang.web.cases import words
from pulang.web.form_page import FormPage, run_form
from pulang.web.listing import (
    Listed,
    Table,
    listed,
    moment_cell,
    person_cell,
    person_column,
    rows_at_once,
    table_of,
)
from pulang.web.operations.forms import AgencyForm, FindForm, OperationForm
from pulang.web.pages import OfficerRequest, page
from pulang.web.repatriation.wording import day
from pulang.web.texts import in_language
from pulang.words import sentence


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("operations")
def operations(request: OfficerRequest) -> Listed | HttpResponse:
    columns = (_("Operation"), _("Name"), _("Kind"), _("Agency"), _("Opened"), _("People"))
    rows = [
        {
            "url": reverse("operation", args=[one.id]),
            "cells": [
                *_cells(columns[:4], one.number, one.title, OperationKind(one.kind).label, one.agency),
                moment_cell(columns[4], one.opened_at, days=True),
                *_cells(columns[5:], one.people),
            ],
        }
        for one in operations_for(request.actor)
    ]
    context: dict[str, Any] = {
        "columns": [{"label": label} for label in columns],
        "rows": rows,
        "may_open": may(request.actor, Permission.OPERATION_MANAGE),
    }
    return Listed("operations/operations.html", context, table_of(_("Operations"), context))


@page(Permission.OPERATION_MANAGE)
def open_new(request: OfficerRequest) -> HttpResponse:
    def act(given: dict[str, Any]) -> str:
        made = actions.open_operation(request.actor, **given)
        return reverse("operation", args=[made.pk])

    asked = FormPage(
        gettext_lazy("Open an operation"),
        gettext_lazy("Open it"),
        reverse("operations"),
        gettext_lazy("Operations"),
        lead=gettext_lazy("A raid, people at the door or a charter: everybody is registered into it."),
    )
    return run_form(request, OperationForm, act, page=asked)


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("operation")
def operation(request: OfficerRequest, operation_id: UUID) -> Listed | HttpResponse:
    board = board_for(request.actor, operation_id)
    asked = _asked(request)
    found, more = people_for(request.actor, operation_id, size=rows_at_once(request, PAGE), **asked)
    number = asked["page"]
    query = "&".join(f"{key}={value}" for key, value in _filter_of(asked).items())
    columns = (_("Number and name"), _("Case"), _("Urgency"), _("What holds it up"))
    context: dict[str, Any] = {
        "operation": board.operation,
        "kind": OperationKind(board.operation.kind).label,
        "facts": _facts(board),
        "counts": _counts(board),
        "count_columns": _count_columns(),
        "filters": _filters(board, asked),
        "columns": [person_column(columns[0]), *({"label": label} for label in columns[1:])],
        "rows": [_row(columns, row) for row in found],
        "previous_url": f"?{query}&page={number - 1}" if number > 1 else "",
        "next_url": f"?{query}&page={number + 1}" if more else "",
        "may_register": may(request.actor, Permission.PERSON_REGISTER) and board.operation.closed_at is None,
        "may_import": may(request.actor, Permission.LIST_IMPORT) and board.operation.closed_at is None,
        "may_work": may(request.actor, Permission.CASE_WORK) and board.operation.closed_at is None,
        "may_manage": may(request.actor, Permission.OPERATION_MANAGE) and board.operation.closed_at is None,
    }
    tables = (
        *table_of(_("People"), context),
        Table(_("Counts"), context["count_columns"], context["counts"]),
    )
    return Listed("operations/operation.html", context, tables, {"page": str(number + 1)} if more else {})


@page(Permission.CASE_READ, methods=("POST",))
def find(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    """A scanner types the code of a slip and presses Enter; a desk types a number."""
    form = FindForm(request.POST)
    board_for(request.actor, operation_id)
    try:
        if not form.is_valid():
            raise SlipUnknown()
        case_id = find_slip(request.actor, operation_id, text=form.cleaned_data["text"])
    except SlipUnknown as error:
        messages.warning(request, sentence(error))
        return HttpResponseRedirect(reverse("operation", args=[operation_id]))
    return HttpResponseRedirect(reverse("case", args=[case_id]))


@page(Permission.OPERATION_MANAGE, methods=("POST",))
def close(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    actions.close_operation(request.actor, operation_id=operation_id)
    messages.success(request, _("The operation is closed; the cases go on by themselves."))
    return HttpResponseRedirect(reverse("operation", args=[operation_id]))


@page(Permission.OPERATION_MANAGE)
def agencies(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    board = board_for(request.actor, operation_id)

    def act(given: dict[str, Any]) -> None:
        if not given["agency"]:
            raise Invalid("agency", "required")
        let_in = actions.add_agency(
            request.actor,
            operation_id=operation_id,
            agency_id=UUID(given["agency"]),
            sections=given["sections"],
        )
        text = ngettext("It works on %(n)s case now.", "It works on %(n)s cases now.", let_in) % {"n": let_in}
        messages.success(request, text)

    asked = FormPage(
        gettext_lazy("Let an agency work on the operation"),
        gettext_lazy("Let it in"),
        reverse("operation", args=[operation_id]),
        board.operation.title,
    )
    return run_form(request, AgencyForm, act, page=asked, agencies=agencies_to_work_with(request.actor))


def _asked(request: OfficerRequest) -> dict[str, Any]:
    """What the address asks for; what it does not know, it asks for nothing."""
    step, done, urgency, number = (request.GET.get(name, "") for name in ("step", "done", "urgency", "page"))
    known = current_list().by_code
    return {
        "step": step if step in known else "",
        "done": done if done in known else "",
        "urgency": urgency if urgency in Urgency.values else "",
        "stuck": request.GET.get("stuck") == "1",
        "page": max(1, int(number)) if number.isdecimal() and len(number) < 5 else 1,
    }


def _filter_of(asked: dict[str, Any]) -> dict[str, str]:
    chosen = {
        "step": asked["step"],
        "done": asked["done"],
        "urgency": asked["urgency"],
        "stuck": "1" if asked["stuck"] else "",
    }
    return {key: value for key, value in chosen.items() if value}


def _facts(board: Board) -> list[dict[str, Any]]:
    return [
        {"term": _("Registered"), "value": str(board.registered)},
        {"term": _("Stuck"), "value": str(board.stuck)},
        {"term": Urgency.DANGER.label, "value": str(board.urgency["danger"])},
        {"term": Urgency.URGENT.label, "value": str(board.urgency["urgent"])},
        {"term": _("Led by"), "value": board.agency},
    ]


def _count_columns() -> list[dict[str, Any]]:
    names = (_("Reached"), _("People"), _("Can be done now"), _("Overdue"), _("Failed"))
    return [{"label": label, "numeric": place > 0} for place, label in enumerate(names)]


def _counts(board: Board) -> list[dict[str, Any]]:
    """Each number opens the list behind it: who has the step behind her, or can do it now."""
    names = [column["label"] for column in _count_columns()]
    rows = []
    for one in board.milestones:
        done, left = f"?done={one.milestone.step}#people", f"?step={one.milestone.step}#people"
        cells = _cells(names, in_language(one.milestone.text), one.reached, one.ready, one.overdue, one.failed)
        for cell, url in zip(cells[1:], (done, left, left, left), strict=True):
            cell["url"] = url if cell["value"] != "0" else ""
        rows.append({"url": left, "cells": cells})
    return rows


def _filters(board: Board, asked: dict[str, Any]) -> list[dict[str, Any]]:
    wanted: list[tuple[str, dict[str, str], int | None]] = [
        (_("Everybody"), {}, board.registered),
        (_("Stuck"), {"stuck": "1"}, board.stuck),
        (str(Urgency.DANGER.label), {"urgency": "danger"}, board.urgency["danger"]),
        (str(Urgency.URGENT.label), {"urgency": "urgent"}, board.urgency["urgent"]),
    ]
    if asked["step"]:
        title = in_language(current_list().step(asked["step"]).title)
        wanted.append((title, {"step": asked["step"]}, None))
    if asked["done"]:
        title = in_language(current_list().step(asked["done"]).title)
        wanted.append((_("Done: %(step)s") % {"step": title}, {"done": asked["done"]}, None))
    chosen = _filter_of(asked)
    return [
        {
            "label": label,
            "url": "?" + "&".join(f"{key}={value}" for key, value in query.items()) + "#people",
            "current": query == chosen,
            "count": count,
        }
        for label, query, count in wanted
    ]


def _row(columns: tuple[str, ...], row: PersonRow) -> dict[str, Any]:
    badges = words.urgency_badges(row.urgency)
    title, number, urgency, holds = columns
    risks = ", ".join(words.risk_title(risk) for risk in row.risks)
    return {
        "url": reverse("way_home", args=[row.case_id]),
        "cells": [
            person_cell(title, row.number, row.name),
            {"label": number, "value": row.case_number},
            {"label": urgency, "badge": {**badges[0], "label": f"{badges[0]['label']}: {risks}".rstrip(": ")}}
            if badges
            else {"label": urgency, "value": risks or Urgency.NORMAL.label},
            {"label": holds, "value": _("Closed") if row.closed else "; ".join(map(_hold, row.holds_up))},
        ],
    }


def _hold(held: tuple[Any, bool, Any]) -> str:
    definition, failed, due = held
    title = in_language(definition.title)
    if failed:
        return _("%(step)s: failed") % {"step": title}
    return _("%(step)s, due %(day)s") % {"step": title, "day": day(due)} if due else title


def _cells(columns: Any, *values: object) -> list[dict[str, Any]]:
    return [
        {"label": label, "value": str(value), "numeric": isinstance(value, int)}
        for label, value in zip(columns, values, strict=True)
    ]
