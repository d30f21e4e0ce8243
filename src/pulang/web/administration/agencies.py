"""Administration of agencies."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.access.accounts import agencies as actions
from pulang.access.accounts.directory import agencies_for, agency_for
from pulang.access.models import AgencyKind
from pulang.access.permissions import Permission
from pulang.lib.errors import Invalid, Problems
from pulang.web.administration.forms import ChangedAgencyForm, NewAgencyForm
from pulang.web.forms import add_problems, posted
from pulang.web.listing import Listed, listed, table_of
from pulang.web.pages import OfficerRequest, page


@page(Permission.AGENCY_MANAGE, methods=("GET", "HEAD"))
@listed("agencies")
def agencies(request: OfficerRequest) -> Listed | HttpResponse:
    columns = (_("Name"), _("Kind"), _("Country"), _("Officers"))
    found: list[Any] = agencies_for(request.actor)  # with their `officer_count`
    rows = [
        {
            "url": reverse("agency_change", args=[one.pk]),
            "cells": [
                {"label": columns[0], "value": one.name},
                {"label": columns[1], "value": AgencyKind(one.kind).label},
                {"label": columns[2], "value": one.country},
                {"label": columns[3], "value": str(one.officer_count), "numeric": True},
            ],
        }
        for one in found
    ]
    named = [{"label": label, "numeric": place == 3} for place, label in enumerate(columns)]
    context = {"columns": named, "rows": rows}
    return Listed("administration/agencies.html", context, table_of(_("Agencies"), context))


@page(Permission.AGENCY_MANAGE)
def create(request: OfficerRequest) -> HttpResponse:
    form = NewAgencyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.create_agency(request.actor, **form.cleaned_data)
            messages.success(request, _("The agency is there; now add its officers."))
            return redirect("agencies")
        except (Invalid, Problems) as error:
            add_problems(form, error)
    return render(request, "administration/agency.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.AGENCY_MANAGE)
def change(request: OfficerRequest, agency_id: UUID) -> HttpResponse:
    agency = agency_for(request.actor, agency=agency_id)
    before = agency.confirms_decisions
    initial = {"name": agency.name, "country": agency.country, "confirms_decisions": before}
    form = ChangedAgencyForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            confirms = form.cleaned_data.pop("confirms_decisions")
            actions.rename_agency(request.actor, agency=agency_id, **form.cleaned_data)
            if confirms != before:
                actions.set_decision_policy(request.actor, agency=agency_id, confirms=confirms)
            messages.success(request, _("Saved."))
            return redirect("agencies")
        except (Invalid, Problems) as error:
            add_problems(form, error)
    context = {"form": form, "agency": agency}
    return render(request, "administration/agency.html", context, status=422 if form.errors else 200)
