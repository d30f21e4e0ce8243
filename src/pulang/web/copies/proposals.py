"""A holder proposes a change; the owner decides on it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.cases.ownership.proposals import FIELDS, decide_proposal, propose_change
from pulang.cases.queries import case_for, conversation_for
from pulang.lib.errors import NotFound
from pulang.web.cases.work import case_form
from pulang.web.copies.forms import DecideForm, ProposeForm
from pulang.web.form_page import FormPage, run_form
from pulang.web.messages.bodies import said_in
from pulang.web.pages import OfficerRequest, page


@page(Permission.MESSAGE_SEND)
def propose(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """Fields of the person as they should be, to the node that owns the case."""
    case = case_for(request.actor, case_id)
    if not case.owner_node:
        return redirect("case", case_id)  # it is this node's own: she changes it herself
    lead = _("The owner of the case decides on it. Fill in only what should be different.")

    def act(given: dict[str, Any]) -> str:
        changes = {name: given[name] for name in FIELDS if given.get(name)}
        sent = propose_change(
            request.actor, case_id=case_id, changes=changes, remark=given["remark"], lang=given["lang"]
        )
        return reverse("message", args=[sent.pk])

    shown = case_form(case, _("Propose a change"), _("Send"), anchor="messages", lead=lead)
    return run_form(request, ProposeForm, act, page=shown)


@page(Permission.MESSAGE_SEND, Permission.PERSON_REGISTER)
def decide(request: OfficerRequest, message_id: UUID) -> HttpResponse:
    found = conversation_for(request.actor, message_id)
    asked = next((one for one in found.messages if one.pk == message_id), None)
    if asked is None or asked.outgoing or asked.kind != "case.proposal":
        raise NotFound()
    url = reverse("message", args=[message_id])
    shown = FormPage(
        _("Decide on the proposal"),
        _("Send the decision"),
        url,
        asked.peer.agency.name,
        template="copies/decide.html",
    )

    def act(given: dict[str, Any]) -> str:
        accept = given["accept"] == "yes"
        decide_proposal(
            request.actor, message_id=message_id, accept=accept, remark=given["remark"], lang=given["lang"]
        )
        return url

    return run_form(request, DecideForm, act, page=shown, more={"said": said_in(asked)})
