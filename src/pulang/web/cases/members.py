"""Pages on who sees a case: members, whereabouts, and who opened it."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pulang.access.accounts.directory import agencies_to_work_with
from pulang.access.permissions import Permission
from pulang.cases import actions
from pulang.cases.queries import case_for, sections_for, who_opened
from pulang.lib.errors import Invalid
from pulang.web.audit.words import event_title
from pulang.web.cases.forms import MemberForm, PlaceForm, PurposeForm
from pulang.web.cases.work import case_form
from pulang.web.form_page import run_form
from pulang.web.forms import add_problems
from pulang.web.fresh import fresh_sign_in
from pulang.web.listing import Listed, listed, moment_cell, table_of
from pulang.web.pages import OfficerRequest, page


@page(Permission.ACCESS_GRANT)
def add_member(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        until = given["until"]
        if not given["agency"]:
            raise Invalid("agency", "required")
        actions.add_member(
            request.actor,
            case_id=case_id,
            agency_id=UUID(given["agency"]),
            sections=given["sections"],
            until=timezone.make_aware(datetime.combine(until, time.max)) if until else None,
            once=given["once"],
        )

    return run_form(
        request,
        MemberForm,
        act,
        page=case_form(case, _("Let an agency work on the case"), _("Add the agency"), anchor="members"),
        agencies=agencies_to_work_with(request.actor),
        held=sections_for(request.actor, case_id),
    )


@page(Permission.ACCESS_GRANT, methods=("POST",))
def end_member(request: OfficerRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    actions.end_member(request.actor, case_id=case_id, grant_id=grant_id)
    messages.success(request, _now("Its access has ended."))
    return HttpResponseRedirect(reverse("case", kwargs={"case_id": case_id}) + "#members")


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("openings")
def openings(request: OfficerRequest, case_id: UUID) -> Listed | HttpResponse:
    case = case_for(request.actor, case_id)
    lines: list[dict[str, Any]] = [
        {"at": line.at, "what": event_title(line.event), "officer": line.officer, "agency": line.agency}
        for line in who_opened(request.actor, case_id)
    ]
    columns = (_now("Time"), _now("What"), _now("Officer"), _now("Agency"))
    rows = [
        {
            "cells": [
                moment_cell(columns[0], line["at"]),
                *(
                    {"label": label, "value": line[name]}
                    for label, name in zip(columns[1:], ("what", "officer", "agency"), strict=True)
                ),
            ]
        }
        for line in lines
    ]
    context = {"case": case, "columns": [{"label": label} for label in columns], "rows": rows}
    return Listed("cases/openings.html", context, table_of(_now("Who opened this case"), context))


@page(Permission.CASE_READ)
@fresh_sign_in
def whereabouts(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """Sealed: opened for a purpose, after a fresh sign-in, by POST only, so that no address opens it."""
    case = case_for(request.actor, case_id)
    form, held = PurposeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            held = actions.read_whereabouts(request.actor, case_id=case_id, **form.cleaned_data)
        except Invalid as error:
            add_problems(form, error)
    context = {"case": case, "form": form, "held": held}
    return render(request, "cases/whereabouts.html", context, status=422 if form.errors else 200)


@page(Permission.CASE_WORK)
def record_whereabouts(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        actions.record_whereabouts(request.actor, case_id=case_id, **given)

    lead = _("Sealed: it never stands in a list or a search, and each look at it is told in the story.")
    asked = case_form(case, _("Record where the person is"), _("Save"), lead=lead, done=_("Saved and sealed."))
    return run_form(request, PlaceForm, act, page=asked)
