"""How the links to the partners stand, for administrators and oversight: counts and codes, no content."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.exchange.answer_times import AnswerTime, answer_times_for, name_fallback
from pulang.exchange.partners.knowing import AgreementTerms, Link, links_for
from pulang.lib.errors import NotFound
from pulang.web.form_page import FormPage, run_form
from pulang.web.messages.measures import far_off, first_missing, measures_of, quota_reached
from pulang.web.messages.words import kind_title, moment, reason, remedy
from pulang.web.pages import OfficerRequest, page


class FallbackForm(forms.Form):
    username = forms.CharField(
        label=_lazy("User name"),
        required=False,
        max_length=60,
        help_text=_lazy("Left empty, the desk alone is told."),
    )


@page(Permission.EXCHANGE_READ, methods=("GET", "HEAD"))
def links(request: OfficerRequest) -> HttpResponse:
    times, manages = answer_times_for(request.actor), may(request.actor, Permission.EXCHANGE_MANAGE)
    shown = [_link(link, times, manages) for link in links_for(request.actor)]
    return render(request, "messages/links.html", {"links": shown})


@page(Permission.EXCHANGE_READ, Permission.EXCHANGE_MANAGE)
def fallback(request: OfficerRequest, node: str) -> HttpResponse:
    """Who is told when an answer from or to a partner is overdue."""
    link = next((one for one in links_for(request.actor) if one.status.node == node), None)
    if link is None:
        raise NotFound()
    title, url = _("Who is told of overdue answers"), reverse("links")
    lead = _("An officer who works on the case. Nobody learns of a case through this.")
    shown = FormPage(title, _("Save"), url, _("Links to partners"), lead, _("Saved."))

    def act(given: dict[str, Any]) -> None:
        name_fallback(request.actor, node=node, username=given["username"])

    return run_form(request, FallbackForm, act, page=shown, initial={"username": link.fallback})


def _times(link: Link, times: Iterable[AnswerTime]) -> dict[str, Any]:
    """The rows of `table.html`: the partner's answers and ours, each kind in a line."""
    labels = (_("Question"), _("Who answers"), _("Answered"), _("Half of them within"), _("Four of five within"))
    rows = []
    for time in times:
        if time.node == link.status.node:
            who = _("we") if time.ours else _("the partner")
            values = (kind_title(time.kind), who, str(time.count), _span(time.median), _span(time.p80))
            rows.append({"cells": [{"label": n, "value": v} for n, v in zip(labels, values, strict=True)]})
    return {"columns": [{"label": label} for label in labels], "rows": rows}


def _span(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    if hours < 48:
        return _("%(hours)s hours") % {"hours": number_format(round(hours, 1))}
    return _("%(days)s days") % {"days": number_format(round(hours / 24, 1))}


def _link(link: Link, times: Iterable[AnswerTime], manages: bool) -> dict[str, Any]:
    status = link.status
    return {
        "times": _times(link, times),
        "fallback_url": reverse("link_fallback", args=[status.node]) if manages else "",
        "name": status.name,
        "node": status.node,
        "badges": _badges(link),
        "facts": [
            {"term": _("Paired since"), "value": moment(link.paired_at) if link.paired_at else _("not yet")},
            {
                "term": _("Last contact"),
                "value": moment(status.last_contact) if status.last_contact else _("never"),
            },
            {"term": _("Waiting to leave"), "value": str(status.queued), "note": _oldest(link)},
            {
                "term": _("Numbers that have not come yet"),
                "value": str(status.missing),
                "note": first_missing(status),
            },
            {"term": _("Refused by the partner"), "value": str(status.refused)},
            {
                "term": _("Last receipt"),
                "value": moment(status.last_receipt) if status.last_receipt else _("never"),
            },
            *measures_of(status),
            {"term": _("Told of overdue answers"), "value": link.fallback or _("nobody in particular")},
        ],
        "wrong": [
            {"title": title, "codes": _codes(counts)}
            for title, counts in (
                (_("Came and was not taken"), status.quarantined),
                (_("Refused by the partner"), status.refused_there),
                (_("Refused here"), status.refused_here),
            )
            if counts
        ],
        "agreements": [_agreement(terms) for terms in link.agreements],
    }


def _codes(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """How often something went wrong, why, and what to do."""
    return [
        {"count": count, "reason": reason(code), "code": code, "remedy": remedy(code)}
        for code, count in counts.items()
    ]


def _badges(link: Link) -> list[dict[str, str]]:
    found = []
    if link.paired_at is None:
        found.append({"label": _("Pairing not finished"), "kind": "warning"})
    elif not any(terms.runs for terms in link.agreements):
        found.append({"label": _("No agreement in force"), "kind": "danger"})
    if link.status.last_error:
        found.append({"label": reason(link.status.last_error), "kind": "danger"})
    if far_off(link.status):
        found.append({"label": _("The clocks differ too much"), "kind": "danger"})
    if quota_reached(link.status):
        found.append({"label": _("It brings more than is taken in an hour"), "kind": "warning"})
    if link.status.missing:
        found.append({"label": _("Messages are missing"), "kind": "warning"})
    if link.status.quarantined:
        found.append({"label": _("Something was not taken"), "kind": "warning"})
    return found or [{"label": _("In order"), "kind": "ok"}]


def _oldest(link: Link) -> str:
    oldest = link.status.oldest_queued
    return _("the oldest since %(when)s") % {"when": moment(oldest)} if oldest else ""


def _agreement(terms: AgreementTerms) -> dict[str, Any]:
    until = {"day": date_format(terms.until, "SHORT_DATE_FORMAT")}
    return {
        "title": terms.reference or _("Agreement"),
        "badge": {"label": _("In force"), "kind": "ok"} if terms.runs else {"label": _("Ended"), "kind": "danger"},
        "until": _("until %(day)s") % until,
        "kinds": [kind_title(kind) for kind in terms.kinds],
    }
