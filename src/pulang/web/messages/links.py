"""How the links to the partners stand, for administrators and oversight: counts and codes, no content."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.exchange.partners import AgreementTerms, Link, links_for
from pulang.web.messages.words import kind_title, moment, reason
from pulang.web.pages import OfficerRequest, page


@page(Permission.EXCHANGE_READ, methods=("GET", "HEAD"))
def links(request: OfficerRequest) -> HttpResponse:
    return render(request, "messages/links.html", {"links": [_link(link) for link in links_for(request.actor)]})


def _link(link: Link) -> dict[str, Any]:
    status = link.status
    return {
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
            {"term": _("Numbers that have not come yet"), "value": str(status.missing)},
            {"term": _("Refused by the partner"), "value": str(status.refused)},
        ],
        "quarantined": [
            {"count": count, "reason": reason(code), "code": code} for code, count in link.quarantined.items()
        ],
        "agreements": [_agreement(terms) for terms in link.agreements],
    }


def _badges(link: Link) -> list[dict[str, str]]:
    found = []
    if link.paired_at is None:
        found.append({"label": _("Pairing not finished"), "kind": "warning"})
    elif not any(terms.runs for terms in link.agreements):
        found.append({"label": _("No agreement in force"), "kind": "danger"})
    if link.status.last_error:
        found.append({"label": reason(link.status.last_error), "kind": "danger"})
    if link.status.missing:
        found.append({"label": _("Messages are missing"), "kind": "warning"})
    if link.quarantined:
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
