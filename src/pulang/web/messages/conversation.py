"""One conversation, and the answer to what the partner asks, on the same page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.cases import actions
from pulang.cases.queries import Conversation, conversation_for, sendable_files_for
from pulang.cases.rules.kinds import forms_of_kinds
from pulang.exchange.kinds import answer_to
from pulang.exchange.models import Message
from pulang.exchange.partners.knowing import partners_for
from pulang.lib.errors import NotFound, PulangError
from pulang.matching.inquiries.queries import inquiry_of
from pulang.web.form_page import ELSEWHERE
from pulang.web.forms import add_problems
from pulang.web.messages.forms import ANSWERS, Files, NationalityAnswer, WrittenForm
from pulang.web.messages.items import items_of
from pulang.web.messages.words import deadline, kind_title, standing_badges
from pulang.web.messages.written import answer_form
from pulang.web.pages import OfficerRequest, page


@page(Permission.MESSAGE_READ, methods=("GET", "HEAD"))
def message(request: OfficerRequest, message_id: UUID) -> HttpResponse:
    found = conversation_for(request.actor, message_id)
    return _show(request, found, _empty_form(request, found))


@page(Permission.MESSAGE_SEND)
def answer(request: OfficerRequest, message_id: UUID) -> HttpResponse:
    """Where the form of the conversation is sent; what was typed stays on errors."""
    found = conversation_for(request.actor, message_id)
    if request.method != "POST":
        return _show(request, found, _empty_form(request, found))
    asked = found.to_answer
    if asked is None or asked.pk != message_id:
        raise NotFound()
    form_class = _form_for(asked.kind)
    if form_class is None:
        return _show(request, found, None)
    form = form_class(request.POST, files=_files(request, found, asked), **_dossier(form_class, asked))
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer(
                request.actor,
                message_id=message_id,
                body=form.body(),
                lang=given["lang"],
                files=given.get("attached", ()),
                once=given["once"],
            )
        except ELSEWHERE:
            raise
        except PulangError as error:
            add_problems(form, error)
        else:
            messages.success(request, _("The answer is on its way; its receipt will stand here."))
            return redirect("message", message_id)
    return _show(request, found, form)


@page(Permission.CASE_WORK, Permission.MESSAGE_READ, methods=("POST",))
def read(request: OfficerRequest, message_id: UUID) -> HttpResponse:
    """One button for what only wants to be read."""
    actions.mark_read(request.actor, message_id=message_id)
    messages.success(request, _("Done."))
    return redirect("message", message_id)


def _empty_form(request: OfficerRequest, found: Conversation) -> WrittenForm | None:
    asked, case = found.to_answer, found.case
    if asked is None or case is None or case.closed_at or not may(request.actor, Permission.MESSAGE_SEND):
        return None
    form = _form_for(asked.kind)
    if form is None:
        return None
    options = _dossier(form, asked)
    return form(initial=_known_already(found, asked), files=_files(request, found, asked), **options)


def _dossier(form: type[WrittenForm], asked: Message) -> dict[str, Any]:
    """What somebody without papers said, for the form that confirms it."""
    return {"dossier": (asked.body or {}).get("dossier")} if issubclass(form, NationalityAnswer) else {}


def _files(request: OfficerRequest, found: Conversation, asked: Message) -> Files | None:
    """What can go with the answer, where its kind and the agreement allow it."""
    if found.case is None or not answer_to(asked.kind).attachments:
        return None
    node = asked.peer.node_id
    largest = next((one.file_bytes for one in partners_for(request.actor) if one.node == node), 0)
    return Files(sendable_files_for(request.actor, found.case.pk), largest) if largest else None


def _form_for(kind: str) -> type[WrittenForm] | None:
    """The form that answers a question of this kind."""
    described = next((form.kind for form in forms_of_kinds().values() if form.answers == kind), None)
    return answer_form(described) if described else ANSWERS.get(kind)


def _known_already(found: Conversation, asked: Message) -> dict[str, Any]:
    """An identification that the agency decided already is the answer, unless she changes it."""
    decision = found.decision
    if asked.kind != "identification.request" or decision is None or asked.answered_at:
        return {}
    fields = ("outcome", "act", "means", "purpose", "reasons")
    return {name: getattr(decision, name) for name in fields}


def _decide_url(request: OfficerRequest, found: Conversation) -> str:
    """Where a proposal that waits for this node's decision is decided."""
    rights = (Permission.MESSAGE_SEND, Permission.PERSON_REGISTER)
    waiting = [one for one in found.messages if one.kind == "case.proposal" and not one.outgoing]
    open_ones = [one for one in waiting if one.state == "accepted" and one.answered_at is None]
    if not open_ones or not all(may(request.actor, right) for right in rights):
        return ""
    return reverse("proposal_decide", args=[open_ones[-1].pk])


def _inquiry_url(request: OfficerRequest, found: Conversation) -> str:
    """Where a partner's question whether somebody is known is answered."""
    first = found.thread.first
    if first.kind != "locate.request" or first.outgoing or not may(request.actor, Permission.MESSAGE_SEND):
        return ""
    inquiry = inquiry_of(request.actor, first.pk)
    return reverse("inquiry", args=[inquiry]) if inquiry else ""


def _show(request: OfficerRequest, found: Conversation, form: WrittenForm | None) -> HttpResponse:
    asked, now = found.to_answer, timezone.now()
    to_read = [one for one in found.messages if one.pk in found.unread and (asked is None or one.pk != asked.pk)]
    context = {
        "found": found,
        "title": kind_title(found.thread.first.kind),
        "partner": found.thread.first.peer.agency.name,
        "badges": standing_badges(found.thread),
        "messages_of_thread": items_of(found, now),
        "form": form,
        "asked": asked,
        "again": asked is not None and asked.answered_at is not None,
        "due": deadline(asked, now) if asked else None,
        "decide_url": _decide_url(request, found),
        "inquiry_url": _inquiry_url(request, found),
        "to_read": to_read[-1] if to_read and may(request.actor, Permission.CASE_WORK) else None,
    }
    return render(request, "messages/conversation.html", context, status=422 if form and form.errors else 200)
