"""The keys of this node: what holds, until when, and which manifest each partner has."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.crypto.errors import TokenRefused
from pulang.exchange.errors import KeysRefused
from pulang.exchange.keys.places import KeyPlaces
from pulang.exchange.keys.rotation import KeyState, keys_for, revoke_key, rotate_keys
from pulang.web.messages.words import moment
from pulang.web.pages import OfficerRequest, page
from pulang.words import sentence

USES: dict[str, str | Promise] = {
    "signing": gettext_lazy("Signs"),
    "S1": gettext_lazy("Opens (classic)"),
    "S2": gettext_lazy("Opens (also safe from quantum computers)"),
}
STATES: dict[str, tuple[str | Promise, str]] = {
    "current": (gettext_lazy("In use"), "ok"),
    "ending": (gettext_lazy("Still accepted"), "info"),
    "ended": (gettext_lazy("Over"), "neutral"),
    "revoked": (gettext_lazy("Revoked"), "danger"),
}
RINGS: dict[str, str | Promise] = {
    "open": gettext_lazy("Lies open on the disk. Close it with “pulang keys protect”."),
    "scrypt": gettext_lazy("Closed by the passphrase of the node"),
    "token": gettext_lazy("Closed by a key in the token"),
}
SIGNING: dict[str, str | Promise] = {
    "file": gettext_lazy("In a file, sealed by the key ring"),
    "token": gettext_lazy("In the token, which never gives it away"),
}


@page(Permission.EXCHANGE_READ, methods=("GET", "HEAD"))
def keys(request: OfficerRequest) -> HttpResponse:
    state = keys_for(request.actor)
    context = {
        "state": state,
        "columns": [{"label": text} for text in (_("Key"), _("Use"), _("State"), _("Since"), _("Until"))],
        "rows": [_row(key) for key in state.keys],
        "places": _places(state.places),
        "fault": sentence(state.places.fault) if state.places.fault else "",
        "peers": [
            {
                "term": node,
                "value": _("holds our statement %(ours)s; we hold its statement %(theirs)s")
                % {"ours": ours, "theirs": theirs},
            }
            for node, ours, theirs in state.peers
        ],
        "alive": [(key, USES[key.use]) for key in state.keys if key.state in ("current", "ending")],
        "may_change": may(request.actor, Permission.EXCHANGE_MANAGE) and state.root_here,
    }
    return render(request, "partners/keys.html", context)


@page(Permission.EXCHANGE_MANAGE, methods=("POST",))
def rotate(request: OfficerRequest) -> HttpResponse:
    try:
        number = rotate_keys(request.actor)
        messages.success(request, _("New keys are in use (statement %(number)s).") % {"number": number})
    except (KeysRefused, TokenRefused) as error:
        messages.error(request, sentence(error))
    return redirect("node_keys")


@page(Permission.EXCHANGE_MANAGE, methods=("POST",))
def revoke(request: OfficerRequest) -> HttpResponse:
    try:
        revoke_key(request.actor, kid=request.POST.get("kid", ""))
        messages.success(request, _("The key is revoked, and new keys are in use. Tell each partner by phone."))
    except (KeysRefused, TokenRefused) as error:
        messages.error(request, sentence(error))
    return redirect("node_keys")


def _places(places: KeyPlaces) -> list[dict[str, str]]:
    found = [
        {"term": _("Key ring, which closes all others"), "value": str(RINGS[places.ring])},
        {"term": _("Key that signs"), "value": str(SIGNING[places.signing])},
    ]
    if places.label:
        found.append({"term": _("Token"), "value": f"{places.label} ({places.serial})"})
    return found


def _row(key: KeyState) -> dict[str, Any]:
    label, kind = STATES[key.state]
    return {
        "cells": [
            {"value": key.kid[:12] + "…"},
            {"label": _("Use"), "value": str(USES[key.use])},
            {"label": _("State"), "badge": {"label": str(label), "kind": kind}},
            {"label": _("Since"), "value": moment(key.since)},
            {"label": _("Until"), "value": moment(key.until) if key.until else ""},
        ]
    }
