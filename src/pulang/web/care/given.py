"""What she was given, and her days with counsel or a court: forms and rows."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission
from pulang.care import actions
from pulang.care.models import DayState, Given, LegalDay
from pulang.care.queries import care_for
from pulang.care.rules import legal_days, services
from pulang.lib.errors import NotFound
from pulang.web.care.forms import DayForm, DaySettledForm, GivenForm
from pulang.web.form_page import FormPage, run_form
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import in_language

LOOKS = {"planned": "info", "kept": "ok", "missed": "danger", "postponed": "warning", "cancelled": ""}


@page(Permission.CARE_RECORD, Permission.CASE_READ)
def give(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = care_for(request.actor, case_id).case

    def act(given: dict[str, Any]) -> None:
        actions.record_given(request.actor, case_id=case_id, **given)

    asked = FormPage(
        gettext_lazy("What she was given"),
        gettext_lazy("Record it"),
        reverse("care", args=[case_id]),
        case.number,
        lead=gettext_lazy("By your agency. A wrong line is set right by one with a minus."),
    )
    return run_form(request, GivenForm, act, page=asked)


@page(Permission.CARE_RECORD, Permission.CASE_READ)
def plan_day(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = care_for(request.actor, case_id).case

    def act(given: dict[str, Any]) -> None:
        actions.plan_day(request.actor, case_id=case_id, **given)

    asked = FormPage(
        gettext_lazy("A day with counsel or court"),
        gettext_lazy("Plan it"),
        reverse("care", args=[case_id]),
        case.number,
        lead=gettext_lazy("A week before, a task asks to prepare her."),
    )
    return run_form(request, DayForm, act, page=asked)


@page(Permission.CARE_RECORD, Permission.CASE_READ)
def settle_day(request: OfficerRequest, case_id: UUID, day_id: UUID) -> HttpResponse:
    shown = care_for(request.actor, case_id)
    day = next((one for one in shown.days if one.pk == day_id), None)
    if day is None:
        raise NotFound()

    def act(given: dict[str, Any]) -> None:
        actions.settle_day(request.actor, case_id=case_id, day_id=day_id, **given)

    title = f"{in_language(legal_days()[day.kind])} · {date_format(day.on, 'SHORT_DATE_FORMAT')}"
    asked = FormPage(title, gettext_lazy("Save"), reverse("care", args=[case_id]), shown.case.number)
    return run_form(request, DaySettledForm, act, page=asked)


def given_row(one: Given) -> dict[str, Any]:
    cost = f"{one.currency} {number_format(one.amount, 2, force_grouping=True)}" if one.amount is not None else ""
    return {
        "title": f"{in_language(services()[one.service])} · {one.provider.name}",
        "badge": {"label": cost or _("No cost"), "kind": "info" if cost else ""},
        "text": one.what or "",
        "more": "",
        "when": date_format(one.given_on, "SHORT_DATE_FORMAT"),
        "day": one.given_on,
        "links": [],
    }


def day_row(one: LegalDay, works: bool) -> dict[str, Any]:
    links = []
    if works and one.state == DayState.PLANNED:
        url = reverse("care_day_settle", args=[one.case_id, one.pk])
        links.append({"url": url, "label": _("Say what became of it")})
    details: dict[str, str] = one.details or {}
    return {
        "title": in_language(legal_days()[one.kind]),
        "badge": {"label": DayState(one.state).label, "kind": LOOKS[one.state]},
        "text": " · ".join(filter(None, (details.get("place"), details.get("note")))),
        "more": one.outcome or "",
        "when": date_format(one.on, "SHORT_DATE_FORMAT"),
        "day": one.on,
        "links": links,
    }
