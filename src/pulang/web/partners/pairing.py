"""Pairing with a partner: our invite out, theirs in, then the phrase by phone."""

import json
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.exchange.errors import PairingRefused
from pulang.exchange.partners.meeting import hear_phrase, meeting_for
from pulang.exchange.partners.pairing import accept_invite, invite
from pulang.web.form_page import FormPage, run_form
from pulang.web.pages import OfficerRequest, page

INVITE_LIMIT = 100_000  # bytes


class InviteForm(forms.Form):
    """The partner's invite file."""

    file = forms.FileField(
        label=_("Invite file of the partner"),
        help_text=_("It may come by e-mail, chat or stick: what it says counts only after the call."),
    )


class PhraseForm(forms.Form):
    """The half of the phrase that only the other side can see."""

    heard = forms.CharField(
        label=_("What you hear from the partner"),
        max_length=100,
        help_text=_("Four words. Type what you hear; capital letters and spaces do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


@page(Permission.EXCHANGE_MANAGE, methods=("GET", "HEAD"))
def own_invite(request: OfficerRequest) -> HttpResponse:
    """A file to send to the partner; no secret stands in it."""
    ours = invite()
    answer = HttpResponse(json.dumps(ours, indent=2), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="invite-{ours["node"]}.json"'
    return answer


@page(Permission.EXCHANGE_MANAGE)
def pair(request: OfficerRequest) -> HttpResponse:
    def take(given: dict[str, Any]) -> str:
        peer = accept_invite(request.actor, invite=_content(given["file"]))
        return reverse("pair_phrase", args=[peer.node_id])

    shown = FormPage(
        title=_("Pair with a partner"),
        lead=_("Send your invite file to the partner, and take in theirs. Then call each other."),
        submit=_("Go on to the call"),
        back_url=reverse("links"),
        back_label=_("Links to partners"),
        multipart=True,
        template="partners/pair.html",
    )
    return run_form(request, InviteForm, take, page=shown)


@page(Permission.EXCHANGE_MANAGE)
def phrase(request: OfficerRequest, node: str) -> HttpResponse:
    meeting = meeting_for(request.actor, node)
    if meeting.paired_at or meeting.by_you:
        return render(request, "partners/paired.html", {"meeting": meeting})
    shown = FormPage(
        title=meeting.name,
        lead=_("Call the partner on a number that you know already, not on one from the invite."),
        submit=_("This is what I heard"),
        back_url=reverse("links"),
        back_label=_("Links to partners"),
        template="partners/phrase.html",
    )

    def hear(given: dict[str, Any]) -> str:
        hear_phrase(request.actor, node=node, heard=given["heard"])
        return request.path

    return run_form(request, PhraseForm, hear, page=shown, more={"meeting": meeting})


def _content(file: Any) -> dict[str, Any]:
    try:
        if file.size > INVITE_LIMIT:
            raise ValueError("too large")
        value = json.loads(file.read().decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PairingRefused(why="invite_broken") from error
    return value if isinstance(value, dict) else {}
