"""The page of leaders: where the days go, where people wait, what is owed, how full the shelters are."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.care.queries import houses_for
from pulang.operations.queries import forecast_for
from pulang.operations.queries.overview import Overview, overview_for
from pulang.repatriation.queries.lists import current_list
from pulang.web.listing import Listed, Table, listed
from pulang.web.operations.forecast import week_rows
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import in_language


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("overview")
def overview(request: OfficerRequest, operation_id: UUID) -> Listed | HttpResponse:
    shown, address = overview_for(request.actor, operation_id), reverse("operation", args=[operation_id])
    houses = houses_for(request.actor)
    context: dict[str, Any] = {
        "operation": shown.board.operation,
        "facts": _facts(shown, address, sum(one.capacity for one in houses), sum(one.taken for one in houses)),
        "day_columns": _columns(_("Step"), _("People"), _("Median, days"), _("Four of five within, days")),
        "day_rows": [
            {
                "url": f"{address}?done={one.definition.code}#people",
                **_row(
                    (_("Step"), _("People"), _("Median, days"), _("Four of five within, days")),
                    in_language(one.definition.title),
                    str(one.people),
                    _days(one.median),
                    _days(one.most),
                ),
            }
            for one in shown.days
        ],
        "week_columns": _columns(_("Can fly"), _("People")),
        "week_rows": week_rows(forecast_for(request.actor, operation_id)),
        "wait_columns": _columns(_("Step"), _("Waiting"), _("Overdue"), _("Failed")),
        "wait_rows": _waits(shown, address),
    }
    tables = (
        Table(_("Where the days go"), context["day_columns"], context["day_rows"]),
        Table(_("Who can fly when"), context["week_columns"], context["week_rows"]),
        Table(_("Where people wait"), context["wait_columns"], context["wait_rows"]),
        Table(_("Numbers"), _columns(_("What"), _("Number")), [_row_of(fact) for fact in context["facts"]]),
    )
    return Listed("operations/overview.html", context, tables)


def _facts(shown: Overview, address: str, capacity: int, taken: int) -> list[dict[str, Any]]:
    board = shown.board
    owed = ", ".join(f"{_money(amount)} {currency}" for currency, amount in sorted(shown.fines.items()))
    return [
        {"term": _("Registered"), "value": str(board.registered), "url": f"{address}#people"},
        {"term": _("Stuck"), "value": str(board.stuck), "url": f"{address}?stuck=1#people"},
        {
            "term": _("Fines outstanding"),
            "value": owed or "0",
            "url": f"{address}?step=fine_waiver#people",
            "note": _("of %(people)s people; of %(unknown)s nobody knows until when they may stay")
            % {"people": shown.fines_of, "unknown": shown.unknown},
        },
        {"term": _("Places in shelters taken"), "value": f"{taken} / {capacity}", "url": reverse("houses")},
    ]


def _waits(shown: Overview, address: str) -> list[dict[str, Any]]:
    steps, names = current_list().by_code, (_("Step"), _("Waiting"), _("Overdue"), _("Failed"))
    waiting = [one for one in shown.board.waiting if one.step in steps]
    return [
        {
            "url": f"{address}?step={one.step}#people",
            **_row(names, in_language(steps[one.step].title), str(one.ready), str(one.overdue), str(one.failed)),
        }
        for one in sorted(waiting, key=lambda one: -(one.ready + one.failed))
    ]


def _row(names: tuple[str, ...], *values: str) -> dict[str, Any]:
    return {
        "cells": [
            {"label": label, "value": value, "numeric": place > 0}
            for place, (label, value) in enumerate(zip(names, values, strict=True))
        ]
    }


def _row_of(fact: dict[str, Any]) -> dict[str, Any]:
    note = f" ({fact['note']})" if fact.get("note") else ""
    return {"cells": [{"value": fact["term"]}, {"value": f"{fact['value']}{note}", "numeric": True}]}


def _columns(*names: str) -> list[dict[str, Any]]:
    return [{"label": label, "numeric": place > 0} for place, label in enumerate(names)]


def _days(days: float) -> str:
    return number_format(days, decimal_pos=1)


def _money(amount: Any) -> str:
    return number_format(amount, decimal_pos=2, force_grouping=True)
