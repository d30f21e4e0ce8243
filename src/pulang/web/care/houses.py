"""How full the shelters are, and giving somebody a place. Who lives where is sealed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.care import actions
from pulang.care.queries import care_for, houses_for
from pulang.web.care.forms import HouseForm, MissingForm, PlaceForm
from pulang.web.form_page import FormPage, run_form
from pulang.web.listing import Listed, listed, table_of
from pulang.web.pages import OfficerRequest, page


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("shelters")
def houses(request: OfficerRequest) -> Listed | HttpResponse:
    columns = (_("House"), _("Agency"), _("Places"), _("Taken"), _("Free"))
    rows = [
        {
            "cells": [
                {"label": columns[0], "value": one.label},
                {"label": columns[1], "value": one.agency},
                *(
                    {"label": label, "value": str(value), "numeric": True}
                    for label, value in zip(columns[2:], (one.capacity, one.taken, one.free), strict=True)
                ),
            ]
        }
        for one in houses_for(request.actor)
    ]
    context = {
        "columns": [{"label": label, "numeric": place > 1} for place, label in enumerate(columns)],
        "rows": rows,
        "may_set": may(request.actor, Permission.CARE_RECORD),
    }
    return Listed("care/houses.html", context, table_of(_("Shelters"), context))


@page(Permission.CARE_RECORD)
def set_house(request: OfficerRequest) -> HttpResponse:
    def act(given: dict[str, Any]) -> None:
        actions.set_house(request.actor, **given)

    asked = FormPage(
        gettext_lazy("Say how many places a house has"),
        gettext_lazy("Save"),
        reverse("houses"),
        gettext_lazy("Shelters"),
        lead=gettext_lazy("Everybody who refers people sees how many are free, and nobody's address."),
    )
    return run_form(request, HouseForm, act, page=asked)


@page(Permission.CARE_RECORD, Permission.CASE_READ)
def place(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = care_for(request.actor, case_id).case

    def act(given: dict[str, Any]) -> None:
        actions.place_person(request.actor, case_id=case_id, house_id=UUID(given["house"]))

    asked = FormPage(
        gettext_lazy("Give a place to stay"),
        gettext_lazy("Give it"),
        reverse("care", args=[case_id]),
        case.number,
    )
    free = [house for house in houses_for(request.actor) if house.free > 0]
    if not free:
        return render(request, "care/no_place.html", {"page": asked})
    return run_form(request, PlaceForm, act, page=asked, houses=free)


@page(Permission.CARE_RECORD, Permission.CASE_READ)
def missing(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    shown = care_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        actions.report_missing(request.actor, case_id=case_id, **given)

    asked = FormPage(
        gettext_lazy("The person is gone and nobody knows where"),
        gettext_lazy("Let this person be looked for"),
        reverse("care", args=[case_id]),
        shown.case.number,
        lead=gettext_lazy("The case becomes urgent. Leaving by one's own will is everybody's right."),
    )
    return run_form(request, MissingForm, act, page=asked)


@page(Permission.CARE_RECORD, Permission.CASE_READ, methods=("POST",))
def end(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    shown = care_for(request.actor, case_id)
    if shown.house:
        actions.end_residence(request.actor, case_id=case_id)
        messages.success(request, _("The person lives there no longer; the place is free."))
    return HttpResponseRedirect(reverse("care", args=[case_id]))
