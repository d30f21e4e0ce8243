"""The list of cases, and the search by number."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.cases.models import Urgency
from pulang.cases.queries import CaseRow, cases_for
from pulang.cases.queries.lists import PAGE
from pulang.cases.rules import workflow
from pulang.web.cases import words
from pulang.web.listing import Listed, listed, moment_cell, rows_at_once, table_of
from pulang.web.pages import OfficerRequest, page


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("cases")
def cases(request: OfficerRequest) -> Listed | HttpResponse:
    number = request.GET.get("number", "").strip()[:40]
    status = request.GET.get("status", "running")
    urgency = request.GET.get("urgency", "")
    found, more = cases_for(
        request.actor,
        # Whoever looks for a number wants that case, whatever its status.
        status="" if number or status not in ("running", *workflow().titles) else status,
        urgency=urgency if urgency in Urgency.values else "",
        number=number,
        after=request.GET.get("after", ""),
        size=rows_at_once(request, PAGE),
    )
    if number and len(found) == 1:
        return HttpResponseRedirect(reverse("case", kwargs={"case_id": found[0].id}))
    context = {
        "number": number,
        "filters": [] if number else _filters(status),
        "columns": [{"label": label} for label in _columns()],
        "rows": [_row(row) for row in found],
        "next": more,
    }
    return Listed("cases/list.html", context, table_of(_("Cases"), context), {"after": more} if more else {})


def _filters(current: str) -> list[dict[str, Any]]:
    titles = {"running": _("Running"), **{code: words.status_title(code) for code in workflow().titles}}
    return [
        {"label": label, "url": f"?status={code}", "current": code == current} for code, label in titles.items()
    ]


def _columns() -> tuple[str, ...]:
    return _("Case"), _("Name"), _("Status"), _("Urgency"), _("Agency"), _("Opened")


def _row(row: CaseRow) -> dict[str, Any]:
    number, name, status, urgency, agency, opened = _columns()
    badges = words.urgency_badges(row.urgency)
    return {
        "url": reverse("case", kwargs={"case_id": row.id}),
        "cells": [
            {"label": number, "value": row.number},
            {"label": name, "value": row.name},
            {"label": status, "value": words.status_title(row.status)},
            {"label": urgency, "badge": badges[0]} if badges else {"label": urgency, "value": Urgency.NORMAL.label},
            {"label": agency, "value": row.agency},
            moment_cell(opened, row.opened_at, days=True),
        ],
    }
