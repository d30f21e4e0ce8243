"""Agreements with partners: the list, a draft that two officers sign, the partner's file, and the end of one."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.exchange.models import Agreement
from pulang.exchange.partners import agreements as actions
from pulang.exchange.partners.knowing import links_for
from pulang.web.form_page import FormPage, run_form
from pulang.web.messages.words import moment
from pulang.web.pages import OfficerRequest, page
from pulang.web.partners.agreement_forms import DraftForm, EndForm, FileForm, json_of
from pulang.web.partners.terms import facts_of


@page(Permission.EXCHANGE_READ, methods=("GET", "HEAD"))
def agreements(request: OfficerRequest) -> HttpResponse:
    found, manages = actions.agreements_for(request.actor), may(request.actor, Permission.EXCHANGE_MANAGE)
    context = {
        "drafts": [
            {"url": reverse("agreement_draft", args=[one.draft.pk]), "name": one.name, "badges": _badges(one)}
            for one in found.drafts
        ],
        "kept": [_kept(one, manages) for one in found.kept],
        "manages": manages,
    }
    return render(request, "partners/agreements.html", context)


@page(Permission.EXCHANGE_MANAGE)
def draft_new(request: OfficerRequest) -> HttpResponse:
    """The terms, with what the protocol says filled in already."""
    paired = [(one.status.node, one.status.name) for one in links_for(request.actor) if one.paired_at]

    def act(given: dict[str, Any]) -> str:
        draft = actions.draft_agreement(request.actor, **given)
        return reverse("agreement_draft", args=[draft.pk])

    lead = _lazy("Two officers of each node sign it. Until both nodes have signed, nothing is sent under it.")
    shown = _frame(_lazy("Draft an agreement"), _lazy("Write it down"), lead)
    return run_form(request, DraftForm, act, page=shown, partners=paired)


@page(Permission.EXCHANGE_READ, methods=("GET", "HEAD"))
def draft(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    found = actions.agreement_draft_for(request.actor, draft_id)
    context = {
        "found": found,
        "badges": _badges(found),
        "facts": facts_of(found.draft.terms),
        "manages": may(request.actor, Permission.EXCHANGE_MANAGE),
    }
    return render(request, "partners/agreement_draft.html", context)


@page(Permission.EXCHANGE_MANAGE, methods=("POST",))
def sign(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    signed = actions.sign_draft(request.actor, draft_id=draft_id)
    if signed.in_force_at:
        messages.success(request, _("The agreement is in force."))
        return redirect("agreements")
    messages.success(request, _("You signed it."))
    return redirect("agreement_draft", draft_id)


@page(Permission.EXCHANGE_MANAGE, methods=("POST",))
def put_away(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    actions.put_draft_away(request.actor, draft_id=draft_id)
    messages.success(request, _("Done."))
    return redirect("agreements")


@page(Permission.EXCHANGE_MANAGE, methods=("GET", "HEAD"))
def file(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """What goes to the partner; no secret stands in it."""
    signed = actions.agreement_file(request.actor, draft_id)
    answer = HttpResponse(json.dumps(signed, indent=2), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="agreement-{draft_id}.json"'
    return answer


@page(Permission.EXCHANGE_MANAGE)
def take(request: OfficerRequest) -> HttpResponse:
    def act(given: dict[str, Any]) -> str:
        taken = actions.take_agreement(request.actor, signed=json_of(given["file"]))
        return reverse("agreements") if taken.in_force_at else reverse("agreement_draft", args=[taken.pk])

    lead = _lazy("The partner's proposal, or your own terms with its signature.")
    shown = _frame(_lazy("Take in the partner's file"), _lazy("Take it in"), lead, multipart=True)
    return run_form(request, FileForm, act, page=shown)


@page(Permission.EXCHANGE_MANAGE)
def end(request: OfficerRequest, agreement_id: UUID) -> HttpResponse:
    found = actions.agreement_for_ending(request.actor, agreement_id)

    def act(given: dict[str, Any]) -> None:
        actions.end_agreement(request.actor, agreement_id=agreement_id, reason=given["reason"])

    title = _("End the agreement with %(partner)s") % {"partner": found.peer.agency.name}
    lead = _lazy(
        "Nothing more is sent or taken under it. The desks are asked at once whether what was shared is still"
        " needed; it can still be corrected and taken back."
    )
    return run_form(request, EndForm, act, page=_frame(title, _lazy("End it"), lead))


def _frame(title: Any, submit: Any, lead: Any, *, multipart: bool = False) -> FormPage:
    back = _lazy("Agreements with partners")
    return FormPage(title, submit, reverse("agreements"), back, lead=lead, multipart=multipart)


def _badges(view: actions.DraftView) -> list[dict[str, str]]:
    signed = {"signed": view.signed, "needed": actions.OFFICERS}
    ours = (
        {"label": _("Signed by us"), "kind": "ok"}
        if view.ours
        else {"label": _("%(signed)s of %(needed)s officers have signed") % signed, "kind": "warning"}
    )
    theirs = (
        {"label": _("Signed by the partner"), "kind": "ok"}
        if view.theirs
        else {"label": _("The partner has not signed"), "kind": "warning"}
    )
    return [ours, theirs]


def _kept(one: Agreement, manages: bool) -> dict[str, Any]:
    facts = facts_of(one.terms)
    if one.ended_at:
        why = {"term": _("Ended"), "value": moment(one.ended_at), "note": one.ended_because}
        facts = [why, *facts]
    runs = one in one.peer.running_agreements
    return {
        "id": one.pk,
        "name": one.peer.agency.name,
        "until": date_format(one.until, "SHORT_DATE_FORMAT"),
        "badge": {"label": _("In force"), "kind": "ok"} if runs else {"label": _("Ended"), "kind": "danger"},
        "facts": facts,
        "end_url": reverse("agreement_end", args=[one.pk]) if runs and manages else "",
    }
