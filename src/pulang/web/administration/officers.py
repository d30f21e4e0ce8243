"""Administration of officers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulang.access.accounts import officers as actions
from pulang.access.accounts.directory import agencies_for, officer_for, officers_for
from pulang.access.models import Officer
from pulang.access.permissions import Permission
from pulang.access.roles import roles
from pulang.lib.errors import Invalid, Problems
from pulang.web.administration.forms import NewOfficerForm, OfficerForm
from pulang.web.forms import add_problems, posted
from pulang.web.listing import Listed, listed, table_of
from pulang.web.pages import OfficerRequest, page


@page(Permission.OFFICER_MANAGE, methods=("GET", "HEAD"))
@listed("officers")
def officers(request: OfficerRequest) -> Listed | HttpResponse:
    text = request.GET.get("name", "").strip()[:100]
    language = get_language() or "en"
    columns = (_("Name"), _("User name"), _("Agency"), _("Role"), _("State"))
    rows = [
        {
            "url": reverse("officer_change", args=[one.pk]),
            "cells": [
                {"label": columns[0], "value": one.name},
                {"label": columns[1], "value": one.username},
                {"label": columns[2], "value": str(one.agency)},
                {"label": columns[3], "value": roles()[one.role].title[language]},
                {"label": columns[4], "value": _state(one)},
            ],
        }
        for one in officers_for(request.actor, text=text)
    ]
    context = {"columns": [{"label": label} for label in columns], "rows": rows, "text": text}
    return Listed("administration/officers.html", context, table_of(_("Officers"), context))


def _state(officer: Officer) -> str:
    if not officer.is_active:
        return _("closed")
    return _("not signed in yet") if officer.must_change_password else _("active")


@page(Permission.OFFICER_MANAGE)
def create(request: OfficerRequest) -> HttpResponse:
    form = NewOfficerForm(
        posted(request), agencies=agencies_for(request.actor), initial={"language": request.user.language}
    )
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            officer, password = actions.create_officer(
                request.actor, **{**_asked(given), "username": given["username"], "language": given["language"]}
            )
            return _show_password(request, officer, password)
        except (Invalid, Problems) as error:
            add_problems(form, error)
    return render(request, "administration/officer_new.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.OFFICER_MANAGE)
def change(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    officer = officer_for(request.actor, officer=officer_id)
    initial = {"name": officer.name, "agency": str(officer.agency_id), "role": officer.role}
    form = OfficerForm(posted(request), agencies=agencies_for(request.actor), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_officer(request.actor, officer=officer_id, **_asked(form.cleaned_data))
            messages.success(request, _("Saved. A new role or agency begins with the next sign-in."))
            return redirect("officer_change", officer_id)
        except (Invalid, Problems) as error:
            add_problems(form, error)
    context = {"form": form, "officer": officer, "oneself": officer_id == request.actor.id}
    return render(request, "administration/officer.html", context, status=422 if form.errors else 200)


@page(Permission.OFFICER_MANAGE, methods=("POST",))
def set_activity(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    if request.POST.get("active") == "yes":
        actions.reactivate_officer(request.actor, officer=officer_id)
        messages.success(request, _("The officer can sign in again."))
    else:
        actions.deactivate_officer(request.actor, officer=officer_id)
        messages.success(request, _("The account is closed, and every session of it is over."))
    return redirect("officer_change", officer_id)


@page(Permission.OFFICER_MANAGE, methods=("POST",))
def reset(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    password = actions.reset_sign_in(request.actor, officer=officer_id)
    return _show_password(request, officer_for(request.actor, officer=officer_id), password)


def _asked(given: dict[str, Any]) -> dict[str, Any]:
    return {"name": given["name"], "agency_id": UUID(given["agency"]), "role": given["role"]}


def _show_password(request: OfficerRequest, officer: Officer, password: str) -> HttpResponse:
    return render(request, "administration/officer_password.html", {"officer": officer, "password": password})
