"""Pages of the question of non-punishment: acts, sanctions, the letter."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission, Section
from pulang.access.policy import may
from pulang.audit.events import Event
from pulang.cases.queries import CasePage
from pulang.identification.nonpunishment import actions
from pulang.identification.nonpunishment.queries import nonpunishment_for
from pulang.identification.nonpunishment.rules import words
from pulang.lib.errors import NotFound
from pulang.web.cases.forms import WithdrawForm
from pulang.web.cases.panels import Panel, add_panel
from pulang.web.cases.story import Details, add_headline
from pulang.web.form_page import FormPage, run_form
from pulang.web.pages import OfficerRequest, page
from pulang.web.rulings.forms import ActForm, SanctionForm
from pulang.web.texts import in_language


def bring() -> None:
    """Called by `urls`, once."""
    title, section = _("What the person was made to do"), Section.NON_PUNISHMENT
    add_panel(Panel("non-punishment", title, section, "rulings/_panel.html", _panel))
    add_headline(Event.NONPUNISHMENT_ACT, _headline)
    add_headline(Event.NONPUNISHMENT_SANCTION, _sanctioned)
    add_headline(Event.NONPUNISHMENT_LETTER, lambda d: _now("Letter %(number)s on non-punishment") % d)


def in_words(kind: str, code: str) -> str:
    return in_language(words(kind)[code]) if code in words(kind) else code


def _title(kind: str, details: Details) -> str:
    return in_words(kind, str(details.get("kind", "")))


def _sanctioned(details: Details) -> str:
    return f"{_title('sanctions', details)}: {in_words('states', str(details.get('state', '')))}"


def _headline(details: Details) -> str:
    text = _now("Taken back: %(act)s") if details.get("link") == "withdrawn" else _now("Made to do: %(act)s")
    return text % {"act": _title("acts", details)}


def _panel(request: OfficerRequest, page: CasePage) -> dict[str, Any]:
    return {"url": reverse("nonpunishment", args=[page.case.pk])}


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def nonpunishment(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    found = nonpunishment_for(request.actor, case_id)
    running = found.case.closed_at is None and may(request.actor, Permission.DECISION_MAKE)
    context = {
        "case": found.case,
        "acts": [
            {
                "act": act,
                "kind": in_words("acts", act.kind),
                "compulsions": [in_words("compulsions", code) for code in act.compulsions],
                "link": in_words("links", act.link),
                "may_withdraw": running and not act.withdrawn_at and act.agency_id == request.actor.agency_id,
            }
            for act in found.acts
        ],
        "sanctions": [
            {"one": one, "kind": in_words("sanctions", one.kind), "state": in_words("states", one.state)}
            for one in found.sanctions
        ],
        "may_record": running,
    }
    return render(request, "rulings/nonpunishment.html", context)


def form_page(
    request: OfficerRequest, case_id: UUID, title: Any, submit: Any, lead: Any = "", done: Any = ""
) -> FormPage:
    url = reverse("nonpunishment", args=[case_id])
    number = nonpunishment_for(request.actor, case_id).case.number
    return FormPage(title, submit, url, number, lead=lead, done=done or _("Saved."))


@page(Permission.DECISION_MAKE)
def add_act(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    lead = _("One act at a time. Victims are not punished for what they were forced to do.")
    asked = form_page(request, case_id, _("Record an act"), _("Save the act"), lead)
    return run_form(
        request, ActForm, lambda given: actions.record_act(request.actor, case_id=case_id, **given), page=asked
    )


@page(Permission.DECISION_MAKE)
def add_sanction(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    asked = form_page(request, case_id, _("Record a sanction"), _("Save the sanction"))
    return run_form(
        request,
        SanctionForm,
        lambda given: actions.record_sanction(request.actor, case_id=case_id, **given),
        page=asked,
    )


@page(Permission.DECISION_MAKE)
def withdraw_act(request: OfficerRequest, case_id: UUID, act_id: UUID) -> HttpResponse:
    found = nonpunishment_for(request.actor, case_id)
    if not any(act.pk == act_id for act in found.acts):
        raise NotFound()
    asked = form_page(
        request, case_id, _("Take the act back"), _("Take it back"), _("It stays readable, struck through.")
    )
    return run_form(
        request,
        WithdrawForm,
        lambda given: actions.withdraw_act(request.actor, case_id=case_id, act_id=act_id, **given),
        page=asked,
    )
