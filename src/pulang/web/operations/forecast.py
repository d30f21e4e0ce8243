"""Who can fly when, and which steps decide it, for the leaders of an operation."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pulang.access.permissions import Permission
from pulang.lib.errors import NotFound
from pulang.operations.queries import Forecast, flyers_for, forecast_for
from pulang.operations.rules.forecast import FARTHEST
from pulang.web.listing import Listed, Table, listed, table_of
from pulang.web.pages import OfficerRequest, page
from pulang.web.repatriation.picture import looks_of, picture_of, words_of
from pulang.web.texts import in_language

WEEK = "week-"


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("forecast")
def forecast(request: OfficerRequest, operation_id: UUID) -> Listed | HttpResponse:
    shown = forecast_for(request.actor, operation_id)
    names = (_("Step"), _("From day"), _("To day"), _("On the path"))
    context: dict[str, Any] = {
        "operation": shown.operation,
        "picture": picture_of(shown.steps, shown.legs),
        "week_columns": [{"label": _("Can fly")}, {"label": _("People"), "numeric": True}],
        "week_rows": week_rows(shown),
        "columns": [{"label": name, "numeric": place in (1, 2)} for place, name in enumerate(names)],
        "rows": [
            {
                "cells": [
                    {"value": in_language(shown.steps.step(leg.code).title)},
                    {"label": names[1], "value": _number(leg.begins), "raw": leg.begins, "numeric": True},
                    {"label": names[2], "value": _number(leg.ends), "raw": leg.ends, "numeric": True},
                    {"label": names[3], "value": words_of()[looks_of(leg)]},
                ]
            }
            for leg in shown.legs
        ],
    }
    tables = (
        *table_of(_("Steps and their days"), context),
        Table(_("Can fly"), context["week_columns"], context["week_rows"]),
    )
    return Listed("operations/forecast.html", context, tables)


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("flyers")
def flyers(request: OfficerRequest, operation_id: UUID, week: str) -> Listed | HttpResponse:
    """Those who can fly in a week (`week-0` is now), as far as the reader holds their cases."""
    asked = week.removeprefix(WEEK)
    if not (asked.isdecimal() and int(asked[:2]) <= FARTHEST):
        raise NotFound()
    number = int(asked[:2])
    found = flyers_for(request.actor, operation_id, number)
    columns = (_("Number"), _("Name"))
    rows = [
        {
            "url": reverse("way_home", args=[one.case_id]),
            "cells": [
                {"value": str(one.number), "numeric": True},
                {"label": columns[1], "value": one.name or _("name not yours to see")},
            ],
        }
        for one in found
    ]
    context: dict[str, Any] = {
        "operation_id": operation_id,
        "title": week_in_words(number),
        "columns": [{"label": name} for name in columns],
        "rows": rows,
    }
    return Listed("operations/flyers.html", context, table_of(_("Can fly"), context))


def week_rows(shown: Forecast) -> list[dict[str, Any]]:
    """A row for each week; the number opens its list."""
    label = _("People")
    return [
        {
            "url": reverse("operation_flyers", args=[shown.operation.pk, f"{WEEK}{week}"]),
            "cells": [
                {"value": week_in_words(week)},
                {"label": label, "value": str(people), "numeric": True},
            ],
        }
        for week, people in sorted((week, people) for week, people in shown.weeks.items() if week is not None)
    ]


def week_in_words(week: int) -> str:
    if week == 0:
        return _("now")
    if week == FARTHEST:
        return _("later")
    return ngettext("within %(n)s week", "within %(n)s weeks", week) % {"n": week}


def _number(days: float) -> str:
    return number_format(days, decimal_pos=1)
