"""Who is stuck, over all cases of the reader."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.repatriation.queries import StuckRow, stuck_for
from pulang.repatriation.queries.stuck import PAGE
from pulang.web.listing import Listed, listed, rows_at_once, table_of
from pulang.web.pages import OfficerRequest, page
from pulang.web.repatriation.wording import day, result_in_words
from pulang.web.texts import in_language


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("stuck")
def stuck(request: OfficerRequest) -> Listed | HttpResponse:
    asked = request.GET.get("page", "")
    number = max(1, int(asked)) if asked.isdecimal() and len(asked) < 5 else 1
    found, more = stuck_for(request.actor, page=number, size=rows_at_once(request, PAGE))
    context = {
        "rows": [_row(row) for row in found],
        "columns": [
            {"label": _("Case"), "parts": (_("Case"), _("Name"))},
            {"label": _("Step")},
            {"label": _("What holds it up")},
            {"label": _("Who")},
            {"label": _("Days"), "numeric": True},
        ],
        "previous_url": f"?page={number - 1}" if number > 1 else "",
        "next_url": f"?page={number + 1}" if more else "",
    }
    more_of = {"page": str(number + 1)} if more else {}
    return Listed("repatriation/stuck.html", context, table_of(_("Who is stuck"), context), more_of)


def _row(row: StuckRow) -> dict[str, Any]:
    why = (
        {"label": result_in_words(row.definition, row.result), "kind": "danger", "icon": "blocked"}
        if row.failed
        else {"label": _("due %(day)s") % {"day": day(row.since)}, "kind": "warning", "icon": "overdue"}
    )
    return {
        "url": reverse("way_home", args=[row.case_id]),
        "cells": [
            {"value": f"{row.number} {row.name}".strip(), "parts": (row.number, row.name)},
            {"label": _("Step"), "value": in_language(row.definition.title)},
            {"label": _("What holds it up"), "badge": why},
            {"label": _("Who"), "value": row.agency or in_language(row.definition.who)},
            {"label": _("Days"), "value": str(row.days), "numeric": True},
        ],
    }
