"""Flights of an operation: planned, filled, closed, gone; and what everything costs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.lib.errors import NotFound
from pulang.operations import actions
from pulang.operations.errors import PaperRanOut
from pulang.operations.models import FlightState, PaperKind, PassengerState
from pulang.operations.papers import issue_flight_paper
from pulang.operations.queries import (
    FlightView,
    PassengerView,
    board_for,
    flight_for,
    flights_for,
    ledger_for,
)
from pulang.operations.queries.flights import LINES
from pulang.web.form_page import FormPage, run_form
from pulang.web.listing import Listed, day_cell, listed, person_cell, person_column, rows_at_once, table_of
from pulang.web.operations.flight_forms import CancelForm, CostForm, FlightForm, PassengerForm
from pulang.web.operations.ledger import ledger_context, ledger_tables
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import language
from pulang.words import sentence

LOOKS = {
    PassengerState.BOOKED: "info",
    PassengerState.LEFT: "info",
    PassengerState.ARRIVED: "ok",
    PassengerState.OFF: "",
}
STANDING = (FlightState.PLANNED, FlightState.FROZEN)
PAPERS = (PaperKind.MANIFEST, PaperKind.HANDOVER)


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("flights")
def flights(request: OfficerRequest, operation_id: UUID) -> Listed | HttpResponse:
    board = board_for(request.actor, operation_id)
    columns = (_("Flight"), _("Day"), _("Seats taken"), _("State"))
    rows = [
        {
            "url": reverse("operation_flight", args=[operation_id, one.id]),
            "cells": [
                {"label": columns[0], "value": one.title},
                day_cell(columns[1], one.day),
                {"label": columns[2], "value": f"{one.taken} / {one.seats}"},
                {"label": columns[3], "value": FlightState(one.state).label},
            ],
        }
        for one in flights_for(request.actor, operation_id)
    ]
    asked = request.GET.get("person", "")
    of = int(asked) if asked.isdecimal() and len(asked) < 7 else None
    limit = rows_at_once(request, LINES)
    ledger = ledger_context(ledger_for(request.actor, operation_id, number=of, limit=limit), operation_id)
    context = {
        "operation": board.operation,
        "person": of,
        "columns": [{"label": label} for label in columns],
        "rows": rows,
        **ledger,
        "may_plan": may(request.actor, Permission.OPERATION_MANAGE),
        "may_pay": may(request.actor, Permission.CASE_WORK),
    }
    return Listed("operations/flights.html", context, (*table_of(_("Flights"), context), *ledger_tables(ledger)))


@page(Permission.OPERATION_MANAGE)
def plan(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    board = board_for(request.actor, operation_id)

    def act(given: dict[str, Any]) -> str:
        made = actions.plan_flight(
            request.actor,
            operation_id=operation_id,
            day=given["day"],
            seats=given["seats"],
            segments=given["segments"],
            escorts=given["escorts"].splitlines(),
            once=given["once"],
        )
        return reverse("operation_flight", args=[operation_id, made.pk])

    asked = FormPage(
        gettext_lazy("Plan a flight"),
        gettext_lazy("Plan it"),
        reverse("operation_flights", args=[operation_id]),
        board.operation.title,
        lead=gettext_lazy("When and how people travel is sealed. Recruiters wait at airports."),
    )
    return run_form(request, FlightForm, act, page=asked)


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("manifest")
def flight(request: OfficerRequest, operation_id: UUID, flight_id: UUID) -> Listed | HttpResponse:
    shown, passengers = flight_for(request.actor, operation_id, flight_id)
    columns = (_("Number and name"), _("State"), _("Seat"), _("Needs"), _("Travels with"), _("Note"))
    gone = shown.state == FlightState.LEFT
    works = may(request.actor, Permission.STEP_COMPLETE) and shown.state != FlightState.CANCELLED
    context = {
        "flight": shown,
        "day": date_format(shown.day, "SHORT_DATE_FORMAT"),
        "operation_id": operation_id,
        "facts": _facts(shown),
        "columns": [person_column(columns[0]), *({"label": label} for label in columns[1:])],
        "rows": [_row(columns, shown, one) for one in passengers],
        "may_fill": works and not gone,
        "may_close": may(request.actor, Permission.OPERATION_MANAGE) and shown.state == FlightState.PLANNED,
        "may_leave": works and not gone,
        "may_cancel": may(request.actor, Permission.OPERATION_MANAGE) and shown.state in STANDING,
        "may_receive": works and gone,
        "papers": [(kind.value, kind.label) for kind in PAPERS] if works and passengers else [],
    }
    return Listed("operations/flight.html", context, table_of(_("Passengers"), context))


@page(Permission.STEP_COMPLETE, Permission.CASE_READ)
def passenger(request: OfficerRequest, operation_id: UUID, flight_id: UUID, passenger_id: UUID) -> HttpResponse:
    """Her seat and needs; or what became of her instead of flying."""
    shown, passengers = flight_for(request.actor, operation_id, flight_id)
    one = next((each for each in passengers if each.id == passenger_id), None)
    if one is None:
        raise NotFound()
    number = one.number

    def act(given: dict[str, Any]) -> None:
        actor, state, note = request.actor, given["state"], given["note"]
        if state == PassengerState.OFF:
            actions.take_off(actor, flight_id=flight_id, number=number, reason=note)
        elif state:
            actions.mark_passenger(actor, flight_id=flight_id, number=number, state=state, note=note)
        else:
            actions.set_passenger(
                actor,
                flight_id=flight_id,
                number=number,
                seat=given["seat"],
                needs=given["needs"],
                guardian=given["guardian"],
            )

    asked = FormPage(
        f"{number} · {one.name or _('name not yours to see')}",
        gettext_lazy("Save"),
        reverse("operation_flight", args=[operation_id, flight_id]),
        shown.title,
    )
    initial = {"seat": one.seat, "needs": one.needs, "guardian": one.guardian}
    return run_form(request, PassengerForm, act, page=asked, initial=initial)


@page(Permission.OPERATION_MANAGE, methods=("POST",))
def close(request: OfficerRequest, operation_id: UUID, flight_id: UUID) -> HttpResponse:
    flight_for(request.actor, operation_id, flight_id)
    actions.close_manifest(request.actor, flight_id=flight_id)
    messages.success(request, _("The manifest is closed; later changes are marked."))
    return HttpResponseRedirect(reverse("operation_flight", args=[operation_id, flight_id]))


@page(Permission.OPERATION_MANAGE, Permission.CASE_READ)
def cancel(request: OfficerRequest, operation_id: UUID, flight_id: UUID) -> HttpResponse:
    shown, _passengers = flight_for(request.actor, operation_id, flight_id)

    def act(given: dict[str, Any]) -> None:
        actions.cancel_flight(request.actor, flight_id=flight_id, **given)

    asked = FormPage(
        gettext_lazy("The flight is cancelled"),
        gettext_lazy("Yes, it is cancelled"),
        reverse("operation_flight", args=[operation_id, flight_id]),
        shown.title,
        lead=gettext_lazy("Everybody who is booked is taken off and can get a seat on another flight."),
    )
    return run_form(request, CancelForm, act, page=asked)


@page(Permission.STEP_COMPLETE, Permission.CASE_READ, methods=("POST",))
def left(request: OfficerRequest, operation_id: UUID, flight_id: UUID) -> HttpResponse:
    flight_for(request.actor, operation_id, flight_id)
    back = HttpResponseRedirect(reverse("operation_flight", args=[operation_id, flight_id]))
    try:
        outcomes = actions.say_left(request.actor, flight_id=flight_id)
    except PaperRanOut as error:
        messages.error(request, sentence(error))
        return back
    odd = [str(number) for number, error in outcomes.items() if error is not None]
    messages.success(request, _("The flight has left."))
    if odd:
        text = ngettext(
            "On board, but a step before the departure is open, for %(n)s person: %(who)s.",
            "On board, but a step before the departure is open, for %(n)s people: %(who)s.",
            len(odd),
        )
        messages.warning(request, text % {"n": len(odd), "who": ", ".join(odd)})
    return back


@page(Permission.STEP_COMPLETE, Permission.CASE_READ, methods=("POST",))
def issue(request: OfficerRequest, operation_id: UUID, flight_id: UUID, flight_paper: str) -> HttpResponse:
    flight_for(request.actor, operation_id, flight_id)
    if flight_paper not in PAPERS:
        raise NotFound()
    issued = issue_flight_paper(request.actor, flight_id=flight_id, kind=flight_paper, language=language())
    messages.success(request, _("Issued as %(number)s.") % {"number": issued.number})
    return HttpResponseRedirect(reverse("operation_papers", args=[operation_id]))


@page(Permission.CASE_WORK)
def add_cost(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    board = board_for(request.actor, operation_id)

    def act(given: dict[str, Any]) -> None:
        actions.record_cost(request.actor, operation_id=operation_id, **given)

    asked = FormPage(
        gettext_lazy("Add a cost"),
        gettext_lazy("Add it"),
        reverse("operation_flights", args=[operation_id]),
        board.operation.title,
        lead=gettext_lazy("A wrong line is set right by one with a minus."),
    )
    return run_form(request, CostForm, act, page=asked)


def _facts(shown: FlightView) -> list[dict[str, Any]]:
    return [
        {"term": _("Day"), "value": date_format(shown.day, "SHORT_DATE_FORMAT")},
        {"term": _("Seats taken"), "value": f"{shown.taken} / {shown.seats}"},
        {"term": _("State"), "value": FlightState(shown.state).label},
        {"term": _("Escorts"), "value": "; ".join(shown.escorts)},
    ]


def _row(columns: tuple[str, ...], shown: FlightView, one: PassengerView) -> dict[str, Any]:
    state = PassengerState(one.state)
    label = f"{state.label} · {_('changed after closing')}" if one.late else str(state.label)
    gone = shown.state == FlightState.LEFT
    target = "way_home" if gone else "operation_passenger"
    where = [one.case_id] if gone else [shown.operation_id, shown.id, one.id]
    return {
        "url": reverse(target, args=where),
        "cells": [
            person_cell(columns[0], one.number, one.name),
            {"label": columns[1], "badge": {"label": label, "kind": LOOKS.get(state, "danger")}},
            {"label": columns[2], "value": one.seat},
            {"label": columns[3], "value": one.needs},
            {"label": columns[4], "value": one.guardian},
            {"label": columns[5], "value": one.note},
        ],
    }
