"""Asking a partner to compare a list, deciding on a partner's question, and the rows that may match."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission
from pulang.cases.lists.queries import import_for, imports_for
from pulang.exchange.partners.knowing import partners_for
from pulang.lib.errors import PulangError
from pulang.matching.overlaps.actions import accept_overlap, ask_overlap, decline_overlap
from pulang.matching.overlaps.errors import OverlapDecided
from pulang.matching.overlaps.queries import FoundRow, OverlapView, overlap_for, overlaps_for
from pulang.matching.overlaps.sentences import AGREED
from pulang.web.cases.forms import choose, text_area
from pulang.web.form_page import ELSEWHERE, FormPage, OnceForm, run_form
from pulang.web.forms import add_problems
from pulang.web.listing import Listed, listed, moment_cell, table_of
from pulang.web.pages import OfficerRequest, page
from pulang.words import sentence
from pulang.words.dates import date_in_words

KINDS = ("overlap.request", "overlap.points", "overlap.answer")
READ = ("GET", "HEAD")
STATES: dict[str, tuple[str | Promise, str]] = {
    "preparing": (gettext_lazy("Being prepared"), ""),
    "asked": (gettext_lazy("Waiting for the partner"), "info"),
    "compared": (gettext_lazy("Compared"), "ok"),
    "arriving": (gettext_lazy("Arriving"), ""),
    "open": (gettext_lazy("Needs our answer"), "warning"),
    "working": (gettext_lazy("Being compared"), "info"),
    "answered": (gettext_lazy("Answered"), "ok"),
    "declined": (gettext_lazy("Declined"), ""),
    "expired": (gettext_lazy("Not answered in time"), ""),
}


class AskForm(OnceForm):
    to = forms.ChoiceField(label=gettext_lazy("Partner"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Who is on the list, and why you ask"),
        max_length=2000,
        widget=text_area(3),
        help_text=gettext_lazy("The partner's officer reads it before deciding. Name nobody."),
    )

    def __init__(self, *args: Any, partners: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "to", partners)


class AcceptForm(forms.Form):
    import_id = forms.ChoiceField(label=gettext_lazy("Compare it with your list"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, lists: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "import_id", lists)


@page(Permission.LIST_IMPORT, Permission.MESSAGE_SEND)
def ask(request: OfficerRequest, import_id: UUID) -> HttpResponse:
    """A list of ours with one of a partner's."""
    taken = import_for(request.actor, import_id=import_id)
    offered = [(one.node, one.name) for one in partners_for(request.actor) if one.allows(*KINDS)]

    def act(given: dict[str, Any]) -> str:
        made = ask_overlap(request.actor, import_id=import_id, **given)
        return reverse("overlap", args=[made.pk])

    lead = gettext_lazy(
        "Neither list is handed over: names, dates and numbers leave blinded, so that the partner cannot read or "
        "guess them, and you learn only which of your people may be on the partner's list."
    )
    asked = FormPage(
        gettext_lazy("Compare with a partner's list"),
        gettext_lazy("Ask the partner"),
        reverse("list", args=[import_id]),
        taken.label or gettext_lazy("Lists"),
        lead=lead,
        template="overlaps/ask.html",
    )
    return run_form(request, AskForm, act, page=asked, more={"offered": offered}, partners=offered)


@page(Permission.LIST_IMPORT, methods=READ)
@listed("overlaps")
def overlaps(request: OfficerRequest) -> Listed | HttpResponse:
    labels = (_("Partner"), _("List"), _("State"), _("May match"), _("Begun"))
    rows = [_row(one, labels) for one in overlaps_for(request.actor)]
    context = {"columns": [{"label": label} for label in labels], "rows": rows}
    return Listed("overlaps/list.html", context, table_of(_("Compared lists"), context))


@page(Permission.LIST_IMPORT)
def overlap(request: OfficerRequest, overlap_id: UUID) -> HttpResponse:
    """How one stands; a partner's that waits is accepted here, with the list that is chosen."""
    view, found = overlap_for(request.actor, overlap_id)
    waits = view.state == "open" and not view.ours
    lists = [(str(one.id), one.label or one.file_name) for one in imports_for(request.actor)] if waits else []
    form = AcceptForm(request.POST or None, lists=lists) if waits else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            accept_overlap(request.actor, overlap_id=overlap_id, import_id=UUID(form.cleaned_data["import_id"]))
        except ELSEWHERE:
            raise
        except PulangError as error:
            add_problems(form, error)
        else:
            messages.success(request, _("It is being compared; the partner gets the answer by itself."))
            return redirect("overlap", overlap_id)
    label, kind = STATES[view.state]
    context = {
        "view": view,
        "badges": [{"label": label, "kind": kind}],
        "rows": [_found(row) for row in found],
        "form": form,
        "lists": lists,
    }
    wrong = form is not None and form.errors
    return render(request, "overlaps/overlap.html", context, status=422 if wrong else 200)


@page(Permission.LIST_IMPORT, Permission.MESSAGE_SEND, methods=("POST",))
def decline(request: OfficerRequest, overlap_id: UUID) -> HttpResponse:
    try:
        decline_overlap(request.actor, overlap_id=overlap_id)
    except OverlapDecided as error:
        messages.warning(request, sentence(error))
        return redirect("overlap", overlap_id)
    messages.success(request, _("Declined. The partner is told."))
    return redirect("overlaps")


def _row(one: OverlapView, labels: tuple[str, ...]) -> dict[str, Any]:
    state, kind = STATES[one.state]
    values: list[dict[str, Any]] = [
        {"value": one.partner},
        {"value": one.label or _("the partner's list")},
        {"badge": {"label": state, "kind": kind}},
        {"value": "" if one.found is None else str(one.found), "numeric": True},
        moment_cell(labels[4], one.created_at),
    ]
    cells = [{"label": label, **value} for label, value in zip(labels, values, strict=True)]
    return {"url": reverse("overlap", args=[one.id]), "cells": cells}


def _found(row: FoundRow) -> dict[str, Any]:
    """A row of ours with what agreed, and where the partner is asked about her."""
    return {
        "number": row.number,
        "name": row.person.name if row.person else "",
        "born": date_in_words(row.person.birth_date) if row.person else "",
        "agreed": [str(AGREED[kind]) for kind in row.agreed],
        "case_url": reverse("case", args=[row.case_id]) if row.case_id else "",
        "ask_url": reverse("case_ask", args=[row.case_id]) if row.case_id else "",
    }
