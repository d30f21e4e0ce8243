"""Pages of suspects' files, and of the links that only the coordinator sees."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.identification.suspects import actions
from pulang.identification.suspects.queries import file_for, files_for, links_for, possible_readers
from pulang.identification.suspects.rules import STAGES
from pulang.web.cases import words
from pulang.web.cases.forms import choose, text_area
from pulang.web.form_page import FormPage, OnceForm, run_form
from pulang.web.listing import Listed, Table, listed, moment_cell, table_of
from pulang.web.pages import OfficerRequest, page

STAGE_TITLES: dict[str, str | Promise] = {
    "under_review": _("Under review"),
    "investigated": _("Investigated"),
    "charged": _("Charged"),
    "not_pursued": _("Not pursued"),
    "closed": _("Closed"),
}
assert STAGE_TITLES.keys() == set(STAGES)


class FileForm(OnceForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    born = forms.CharField(label=_("Born"), max_length=60, required=False)
    papers = forms.CharField(label=_("Papers"), max_length=300, required=False)
    suspicion = forms.CharField(label=_("Suspicion"), max_length=5000, widget=text_area())


class EntryForm(OnceForm):
    text = forms.CharField(label=_("What was found or decided"), max_length=10_000, widget=text_area())
    stage = forms.ChoiceField(label=_("How the file stands now"), choices=list(STAGE_TITLES.items()))


class ReaderForm(forms.Form):
    officer = forms.ChoiceField(label=_("Officer"))

    def __init__(self, *args: Any, **options: Any) -> None:
        readers = options.pop("readers")
        super().__init__(*args, **options)
        choose(self, "officer", [("", "–"), *((str(one.pk), f"{one.name}, {one.agency.name}") for one in readers)])


class LinkForm(forms.Form):
    case_number = forms.CharField(label=_("Number of the victim's case"), max_length=30)
    file_number = forms.CharField(label=_("Number of the suspect's file"), max_length=30)


@page(Permission.SUSPECT_READ, methods=("GET", "HEAD"))
@listed("suspects")
def files(request: OfficerRequest) -> Listed | HttpResponse:
    columns = (_now("Number"), _now("Name"), _now("Stage"), _now("Opened"))
    rows = [
        {
            "url": reverse("suspect_file", args=[file.pk]),
            "cells": [
                {"label": columns[0], "value": file.number},
                {"label": columns[1], "value": file.subject["name"]},
                {"label": columns[2], "value": STAGE_TITLES[file.stage]},
                moment_cell(columns[3], file.opened_at, days=True),
            ],
        }
        for file in files_for(request.actor)
    ]
    context = {
        "columns": [{"label": label} for label in columns],
        "rows": rows,
        "may_open": may(request.actor, Permission.SUSPECT_WORK),
    }
    return Listed("rulings/suspects.html", context, table_of(_now("Suspects"), context))


@page(Permission.SUSPECT_WORK)
def open_file(request: OfficerRequest) -> HttpResponse:
    lead = _("Only you read it, and those whom you name. It is no part of any case, and no search finds it.")
    asked = FormPage(
        _("Open the file of a suspect"), _("Open the file"), reverse("suspects"), _("Suspects"), lead=lead
    )

    def act(given: dict[str, Any]) -> str:
        return reverse("suspect_file", args=[actions.open_file(request.actor, **given).pk])

    return run_form(request, FileForm, act, page=asked)


@page(Permission.SUSPECT_READ, methods=("GET", "HEAD"))
def file(request: OfficerRequest, suspect_id: UUID) -> HttpResponse:
    shown = file_for(request.actor, suspect_id)
    context = {
        "file": shown.file,
        "stage": STAGE_TITLES[shown.file.stage],
        "entries": [{"entry": entry, "stage": STAGE_TITLES[entry.stage]} for entry in shown.entries],
        "readers": shown.readers,
        "may_work": may(request.actor, Permission.SUSPECT_WORK),
    }
    return render(request, "rulings/suspect.html", context)


@page(Permission.SUSPECT_WORK)
def add_entry(request: OfficerRequest, suspect_id: UUID) -> HttpResponse:
    shown = file_for(request.actor, suspect_id)
    asked = _page(shown.file, _("Go on with the file"), _("Save"))
    return run_form(
        request,
        EntryForm,
        lambda given: actions.add_entry(request.actor, file_id=suspect_id, **given),
        page=asked,
        initial={"stage": shown.file.stage},
    )


@page(Permission.SUSPECT_WORK)
def add_reader(request: OfficerRequest, suspect_id: UUID) -> HttpResponse:
    shown = file_for(request.actor, suspect_id)

    def act(given: dict[str, Any]) -> None:
        actions.add_reader(request.actor, file_id=suspect_id, officer=UUID(given["officer"]))

    lead = _("By name, never a whole agency. Do not name an officer who works on this person's case as a victim.")
    asked = _page(shown.file, _("Let an officer read the file"), _("Save"), lead)
    return run_form(request, ReaderForm, act, page=asked, readers=possible_readers(request.actor))


def _page(found: Any, title: Any, submit: Any, lead: Any = "") -> FormPage:
    return FormPage(
        title, submit, reverse("suspect_file", args=[found.pk]), found.number, lead=lead, done=_("Saved.")
    )


@page(Permission.DOUBLE_STATUS_LINK, methods=("GET", "HEAD"))
@listed("double_status")
def links(request: OfficerRequest) -> Listed | HttpResponse:
    rows = [
        {
            "row": row,
            "outcome": words.decision_title(row.outcome),
            "standing": words.STANDINGS.get(row.standing, ""),
            "stage": STAGE_TITLES[row.stage],
        }
        for row in links_for(request.actor)
    ]
    return Listed("rulings/links.html", {"rows": rows}, (_links_table(rows),))


def _links_table(rows: list[dict[str, Any]]) -> Table:
    columns = (_now("Number of the victim's case"), _now("As a victim"), _now("Standing"))
    more = (_now("Number of the suspect's file"), _now("as a suspect"), _now("Can read both"))
    made = [
        {
            "cells": [
                {"value": item["row"].case_number},
                {"value": item["outcome"]},
                {"value": item["standing"]},
                {"value": item["row"].file_number},
                {"value": item["stage"]},
                {"value": ", ".join(map(str, item["row"].both))},
            ]
        }
        for item in rows
    ]
    return Table(_now("Double status"), [{"label": label} for label in (*columns, *more)], made)


@page(Permission.DOUBLE_STATUS_LINK)
def link(request: OfficerRequest) -> HttpResponse:
    lead = _("Neither side sees that you do this.")
    asked = FormPage(
        _("Link two files of one person"), _("Link them"), reverse("double_status"), _("Double status"), lead=lead
    )
    return run_form(request, LinkForm, lambda given: actions.link_status(request.actor, **given), page=asked)


@page(Permission.DOUBLE_STATUS_LINK, methods=("POST",))
def end(request: OfficerRequest, link_id: UUID) -> HttpResponse:
    actions.end_link(request.actor, link_id=link_id)
    messages.success(request, _now("The link has ended."))
    return HttpResponseRedirect(reverse("double_status"))
