"""The inbox of reports, one report, and what becomes of it: a person, a case, or nothing for a reason."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.cases.actions import dismiss_report, link_report, open_case
from pulang.cases.models import Channel, Report, Urgency
from pulang.cases.queries import ReportRow, report_for, report_page_for, reports_for
from pulang.cases.queries.lists import PAGE
from pulang.persons.actions import register_person
from pulang.persons.errors import PersonExists
from pulang.web.cases import words
from pulang.web.form_page import FormPage, run_form
from pulang.web.listing import Listed, listed, moment_cell, rows_at_once, table_of
from pulang.web.pages import OfficerRequest, page
from pulang.web.reports.forms import ChooseForm, DismissForm, OpenCaseForm, RegisterForm, SearchForm, draft_of
from pulang.web.reports.matches import elsewhere, people, search


@page(Permission.REPORT_READ, methods=("GET", "HEAD"))
@listed("reports")
def reports(request: OfficerRequest) -> Listed | HttpResponse:
    state, urgency = request.GET.get("state", "new"), request.GET.get("urgency", "")
    known = words.REPORT_STATES
    found, more = reports_for(
        request.actor,
        state=state if state in known else "",
        urgency=urgency if urgency in Urgency.values else "",
        after=request.GET.get("after", ""),
        size=rows_at_once(request, PAGE),
    )
    states = {**known, "all": _("All")}
    context = {
        "filters": [
            {"label": label, "url": f"?state={code}", "current": code == state} for code, label in states.items()
        ],
        "columns": [{"label": label} for label in _columns()],
        "rows": [_row(row) for row in found],
        "next": more,
        "may_take": may(request.actor, Permission.REPORT_TAKE),
    }
    return Listed("reports/list.html", context, table_of(_now("Reports"), context), {"after": more} if more else {})


@page(Permission.REPORT_READ, methods=("GET", "HEAD"))
def report(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    shown = report_page_for(request.actor, report_id)
    told = shown.report
    context = {
        "report": told,
        "person": shown.person,
        "badges": [{"label": words.REPORT_STATES[told.state], "kind": "info"}, *words.urgency_badges(told.urgency)],
        "subject": _facts(told.subject, SUBJECT),
        "reporter": _facts(told.reporter, REPORTER),
        "channel": dict(Channel.choices)[told.channel],
        "may_act": may(request.actor, Permission.REPORT_TAKE),
        "may_open": may(request.actor, Permission.CASE_OPEN) and told.person_id and not told.case_id,
        "may_register": may(request.actor, Permission.PERSON_REGISTER),
        "may_search": may(request.actor, Permission.PERSON_SEARCH),
    }
    return render(request, "reports/report.html", context)


@page(Permission.REPORT_TAKE, Permission.REPORT_READ)
def dismiss(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    told = report_for(request.actor, report_id)

    def act(given: dict[str, Any]) -> str:
        dismiss_report(request.actor, report_id=report_id, **given)
        return reverse("reports")

    lead = _("It stays readable, with your reason.")
    asked = _page(told, _("Put the report aside"), _("Put it aside"), lead=lead, done=_("The report is put aside."))
    return run_form(request, DismissForm, act, page=asked, initial={"version": told.version})


@page(Permission.PERSON_SEARCH, Permission.REPORT_READ, Permission.REPORT_TAKE)
def link(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Search for whom it is about (already filled in from the report), then choose."""
    told = report_for(request.actor, report_id)
    if "person" in request.POST:
        return _choose(request, told)
    subject = told.subject or {}
    initial = {key: subject.get(key, "") for key in ("name", "birth_date", "phone")}
    form = SearchForm(request.POST) if request.method == "POST" else SearchForm(initial=initial)
    found = search(request.actor, form) if form.is_bound and form.is_valid() else None
    shown = people(found)
    context = {
        "report": told,
        "form": form,
        "searched": form.is_bound and not form.errors,
        "choose_form": ChooseForm(people=shown, initial={"version": told.version}) if shown else None,
        "elsewhere": elsewhere(found),
        "may_register": may(request.actor, Permission.PERSON_REGISTER),
    }
    return render(request, "reports/link.html", context, status=422 if form.errors else 200)


def _choose(request: OfficerRequest, told: Report) -> HttpResponse:
    try:
        person_id = UUID(request.POST["person"])
    except ValueError:
        return HttpResponseRedirect(reverse("report_link", kwargs={"report_id": told.pk}))
    version = request.POST.get("version", "")
    link_report(
        request.actor,
        report_id=told.pk,
        person_id=person_id,
        version=int(version) if version.isdecimal() and len(version) < 10 else None,
    )
    return HttpResponseRedirect(reverse("report", kwargs={"report_id": told.pk}))


@page(Permission.PERSON_REGISTER)
def register(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Register the person of the report and link both; somebody who is known already is linked instead."""
    told = report_for(request.actor, report_id)

    def act(given: dict[str, Any]) -> None:
        try:
            person_id = register_person(request.actor, draft=draft_of(given)).pk
        except PersonExists as error:
            known = error.details.get("person_id")
            if not isinstance(known, UUID):
                raise
            person_id = known
        link_report(request.actor, report_id=report_id, person_id=person_id)

    subject = told.subject or {}
    initial = {"name": subject.get("name", ""), "birth_date": subject.get("birth_date", "")}
    done = _("The person is registered and the report is theirs.")
    asked = _page(told, _("Register the person"), _("Register this person"), done=done)
    return run_form(request, RegisterForm, act, page=asked, initial=initial)


@page(Permission.CASE_OPEN)
def open_from_report(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Open the case of the person whom the report is linked to; the report becomes part of it."""
    told = report_for(request.actor, report_id)
    if told.person_id is None:
        return HttpResponseRedirect(reverse("report_link", kwargs={"report_id": report_id}))
    person_id = told.person_id

    def act(given: dict[str, Any]) -> str:
        case = open_case(request.actor, person_id=person_id, report_ids=[report_id], urgency=given["urgency"])
        return reverse("case", kwargs={"case_id": case.pk})

    asked = _page(told, _("Open a case"), _("Open the case"), done=_("The case is open."))
    return run_form(request, OpenCaseForm, act, page=asked, initial={"urgency": told.urgency})


def _page(told: Report, title: Any, submit: Any, **more: Any) -> FormPage:
    return FormPage(title, submit, reverse("report", kwargs={"report_id": told.pk}), told.number, **more)


def _columns() -> tuple[str, ...]:
    return _now("Report"), _now("About"), _now("How it came"), _now("Urgency"), _now("State"), _now("Received")


def _row(row: ReportRow) -> dict[str, Any]:
    number, about, channel, urgency, state, received = _columns()
    badges = words.urgency_badges(row.urgency)
    return {
        "url": reverse("report", kwargs={"report_id": row.id}),
        "cells": [
            {"label": number, "value": row.number},
            {"label": about, "value": row.subject},
            {"label": channel, "value": dict(Channel.choices).get(row.channel, row.channel)},
            {"label": urgency, "badge": badges[0]} if badges else {"label": urgency, "value": Urgency.NORMAL.label},
            {"label": state, "value": words.REPORT_STATES.get(row.state, row.state)},
            moment_cell(received, row.received_at),
        ],
    }


SUBJECT = {
    "name": _("Name"),
    "birth_date": _("Born"),
    "sex": _("Sex"),
    "papers": _("Papers"),
    "phone": _("Phone"),
}
REPORTER = {
    "name": _("Name"),
    "relation": _("Relation to the person"),
    "contact": _("How to reach the person"),
    "safe_contact": _("When and how it is safe to call"),
    "language": _("Language"),
}


def _facts(told: dict[str, str] | None, labels: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"term": label, "value": (told or {}).get(key, "")}
        for key, label in labels.items()
        if (told or {}).get(key)
    ]
