"""Verifying somebody who has no paper: what she says, what her family says, and what others confirm."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.cases.dossiers import actions
from pulang.cases.dossiers.models import EntryState, Kind
from pulang.cases.dossiers.queries import Dossier, EntryView, dossier_for, question_of
from pulang.lib.errors import NotFound
from pulang.web.dossiers.forms import PrintsForm, QuestionsForm, SettleForm, StatementForm
from pulang.web.dossiers.words import LOOKS
from pulang.web.form_page import FormPage, run_form
from pulang.web.listing import Listed, Table, listed
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import language

NEEDED = (Permission.CASE_WORK, Permission.CASE_READ)


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("verification")
def dossier(request: OfficerRequest, case_id: UUID) -> Listed | HttpResponse:
    shown = dossier_for(request.actor, case_id)
    works = may(request.actor, Permission.CASE_WORK) and shown.case.closed_at is None
    context = {
        "case": shown.case,
        "standing": shown.standing,
        "rows": [_row(shown, one, works) for one in shown.entries],
        "may_work": works,
    }
    return Listed("dossiers/dossier.html", context, (_table(shown),))


@page(*NEEDED)
def ask(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    held = dossier_for(request.actor, case_id)
    initial = {one.code: one.said["text"] for one in held.entries if one.kind == Kind.ANSWER}

    def act(given: dict[str, Any]) -> None:
        actions.record_answers(request.actor, case_id=case_id, answers=given)

    lead = gettext_lazy("Ask only what somebody at home can confirm, and what can be told without fear.")
    return _form(request, held, QuestionsForm, act, gettext_lazy("Questions"), lead=lead, initial=initial)


@page(*NEEDED)
def hear(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    held = dossier_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        actions.record_statement(request.actor, case_id=case_id, **given)

    lead = gettext_lazy("Do not tell the family more than the person agreed to.")
    return _form(request, held, StatementForm, act, gettext_lazy("Statement of the family"), lead=lead)


@page(*NEEDED)
def prints(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    held = dossier_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        actions.note_prints(request.actor, case_id=case_id, **given)

    return _form(request, held, PrintsForm, act, gettext_lazy("Fingerprints held elsewhere"))


@page(*NEEDED)
def settle(request: OfficerRequest, case_id: UUID, entry_id: UUID) -> HttpResponse:
    held = dossier_for(request.actor, case_id)
    one = next((each for each in held.entries if each.id == entry_id), None)
    if one is None:
        raise NotFound()

    def act(given: dict[str, Any]) -> None:
        actions.settle_entry(request.actor, case_id=case_id, entry_id=entry_id, **given)

    initial = {"state": one.state, "remark": one.remark}
    return _form(request, held, SettleForm, act, _title(one), lead=_said(one), initial=initial)


def _form(
    request: OfficerRequest,
    held: Dossier,
    form: Callable[..., forms.Form],
    act: Callable[[dict[str, Any]], object],
    title: str | Promise,
    *,
    lead: str | Promise = "",
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    back = reverse("dossier", args=[held.case.pk])
    asked = FormPage(title, gettext_lazy("Save"), back, held.case.number, lead=lead, done=gettext_lazy("Saved."))
    return run_form(request, form, act, page=asked, initial=initial)


def _title(one: EntryView) -> str:
    if one.kind == Kind.PRINTS:
        return _("Fingerprints held elsewhere")
    asked = question_of(one.code, language())
    return f"{asked}: {one.said['name']}" if one.kind == Kind.FAMILY else asked


def _said(one: EntryView) -> str:
    return f"{one.said['authority']}, {one.said['reference']}" if one.kind == Kind.PRINTS else one.said["text"]


def _row(shown: Dossier, one: EntryView, works: bool) -> dict[str, Any]:
    """For `care/_rows.html`, whose rows are the same."""
    by = _("%(who)s, %(remark)s") % {"who": one.settled_by, "remark": one.remark} if one.remark else one.settled_by
    url = reverse("dossier_settle", args=[shown.case.pk, one.id])
    return {
        "title": _title(one),
        "badge": {"label": EntryState(one.state).label, "kind": LOOKS[one.state]},
        "text": _said(one),
        "more": "\n".join(filter(None, [one.contact, by])),
        "when": str(Kind(one.kind).label),
        "links": [{"url": url, "label": _("Say how it stands")}] if works else [],
    }


def _table(shown: Dossier) -> Table:
    columns = (_("Kind"), _("What"), _("Said"), _("State"), _("Checked by"), _("Remark"))
    rows = [
        {
            "cells": [
                {"value": Kind(one.kind).label},
                {"value": _title(one)},
                {"value": _said(one)},
                {"value": EntryState(one.state).label},
                {"value": one.settled_by},
                {"value": one.remark},
            ]
        }
        for one in shown.entries
    ]
    return Table(_("Verification without papers"), [{"label": label} for label in columns], rows)
