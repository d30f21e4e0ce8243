"""The airport: everybody of a flight is checked off on a phone, also where there is no line.

Without a script each check is a form. With it (`arrival.js`) checks wait in the browser until there is a line, and
each is sent until it was taken; the action makes a second arrival of the same check have no effect.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.lib.errors import Invalid, NotFound, PulangError
from pulang.operations.actions import check_off
from pulang.operations.models import PassengerState
from pulang.operations.queries import PassengerView, flight_for
from pulang.web.listing import Listed, Table, listed, moment_cell
from pulang.web.pages import OfficerRequest, page
from pulang.words import sentence

EXPECTED = (PassengerState.LEFT, PassengerState.ARRIVED, PassengerState.NOT_ARRIVED)


@page(Permission.STEP_COMPLETE, Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("arrivals")
def arrival(request: OfficerRequest, operation_id: UUID, flight_id: UUID) -> Listed | HttpResponse:
    shown, passengers = flight_for(request.actor, operation_id, flight_id)
    expected = [one for one in passengers if one.state in EXPECTED]
    context = {
        "flight": shown,
        "operation_id": operation_id,
        "rows": [_row(one) for one in expected],
        "arrived": sum(one.state == PassengerState.ARRIVED for one in expected),
        "count": len(expected),
    }
    return Listed("operations/arrival.html", context, (_table(expected),))


@page(Permission.STEP_COMPLETE, Permission.CASE_READ, methods=("POST",))
def check(request: OfficerRequest, operation_id: UUID, flight_id: UUID) -> HttpResponse:
    """One check: `number`, `state`, and `seen_at` where it waited. A script gets 204, or why it was not taken."""
    flight_for(request.actor, operation_id, flight_id)
    by_script = request.headers.get("X-Pulang-Check") == "1"
    try:
        _check(request, flight_id)
    except NotFound:
        raise
    except PulangError as error:
        if by_script:
            return JsonResponse({"title": sentence(error)}, status=422)
        raise
    if by_script:
        return HttpResponse(status=204)
    number = request.POST.get("number", "")
    return HttpResponseRedirect(reverse("operation_arrival", args=[operation_id, flight_id]) + f"#p{number}")


def _check(request: OfficerRequest, flight_id: UUID) -> None:
    number, state = request.POST.get("number", ""), request.POST.get("state", "")
    if not (number.isdecimal() and len(number) < 7):
        raise Invalid("number", "not_whole")
    check_off(request.actor, flight_id=flight_id, number=int(number), state=state, seen_at=_moment(request.POST))


def _moment(sent: Any) -> datetime | None:
    """When the phone says that it was checked; nothing where it says no time."""
    try:
        found = parse_datetime(sent.get("seen_at", ""))
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


def _table(expected: list[PassengerView]) -> Table:
    columns = (_("Number"), _("Name"), _("Born"), _("Needs"), _("Travels with"), _("State"), _("Checked"))
    rows = [
        {
            "cells": [
                {"raw": one.number},
                {"value": one.name or _("name not yours to see")},
                {"value": one.born},
                {"value": one.needs},
                {"value": one.guardian},
                {"value": _row(one)["label"]},
                moment_cell(columns[6], one.seen_at),
            ]
        }
        for one in expected
    ]
    return Table(_("Arrivals"), [{"label": label} for label in columns], rows)


def _row(one: PassengerView) -> dict[str, Any]:
    done = one.state in (PassengerState.ARRIVED, PassengerState.NOT_ARRIVED)
    return {
        "number": one.number,
        "name": one.name or _("name not yours to see"),
        "born": one.born,
        "more": " · ".join(filter(None, (one.needs, one.guardian))),
        "state": one.state,
        "done": done,
        "label": PassengerState(one.state).label if done else _("Not seen yet"),
        "kind": "ok" if one.state == PassengerState.ARRIVED else "danger" if done else "",
    }
