"""The list of conversations with partners."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.cases.queries import ConversationRow, conversations_for
from pulang.exchange.partners.knowing import Partner, partners_for
from pulang.exchange.threads import Standing
from pulang.web.cases.words import due_state, due_text
from pulang.web.listing import Listed, listed, queue_table
from pulang.web.messages.words import delivery, kind_title, standing_badges
from pulang.web.pages import OfficerRequest, page

STANDINGS = ("", Standing.FOR_US, Standing.FOR_PARTNER)


@page(Permission.MESSAGE_READ, methods=("GET", "HEAD"))
@listed("messages")
def messages(request: OfficerRequest) -> Listed | HttpResponse:
    partners = partners_for(request.actor)
    asked, node = request.GET.get("standing", ""), request.GET.get("partner", "")
    standing = asked if asked in STANDINGS else ""
    node = node if node in {partner.node for partner in partners} else ""
    after = request.GET.get("after", "")
    found, more = conversations_for(request.actor, standing=standing, node=node, after=after)
    context: dict[str, Any] = {
        "rows": rows_of(found),
        "filters": _standing_filters(standing, node),
        "partner_filters": _partner_filters(partners, standing, node) if len(partners) > 1 else [],
        "partners": partners,
        "chosen": bool(standing or node or after),
        "next": more,
    }
    tables = queue_table(_("Messages"), context["rows"])
    return Listed("messages/list.html", context, tables, {"after": more} if more else {})


def rows_of(found: Iterable[ConversationRow], *, of_case: bool = False) -> list[dict[str, Any]]:
    """The rows of `queue_row.html`: whose turn it is, with whom, and about whom unless the page says so already."""
    now = timezone.now()
    return [_row(row, now, of_case) for row in found]


def _row(row: ConversationRow, now: datetime, of_case: bool) -> dict[str, Any]:
    thread = row.thread
    asked, last = thread.asked, thread.last
    url = reverse("message", kwargs={"message_id": last.pk})
    return {
        "url": url,
        "title": kind_title(thread.first.kind),
        "reference": "" if of_case else " · ".join(filter(None, (row.number, row.name))),
        "summary": f"{thread.first.peer.agency.name}, {_who_spoke(row)}",
        "badges": [*standing_badges(thread), *_trouble(row)],
        "state": due_state(asked.reply_by, now) if asked and asked.reply_by else "",
        "deadline": asked.reply_by if asked else last.created,
        "deadline_text": due_text(asked.reply_by, now) if asked and asked.reply_by else _("Last message"),
        "action_label": _("Answer") if thread.standing is Standing.FOR_US else _("Read"),
        "action_url": url,
    }


def _who_spoke(row: ConversationRow) -> str:
    last = row.thread.last
    if row.thread.count == 1:
        return _("sent by us") if last.outgoing else _("sent by the partner")
    said = _("we wrote last: %(kind)s") if last.outgoing else _("the partner wrote last: %(kind)s")
    return said % {"kind": kind_title(last.kind)}


def _trouble(row: ConversationRow) -> list[dict[str, Any]]:
    """How the delivery of the last message stands, while it is ours or went wrong."""
    last = row.thread.last
    how = delivery(last)
    return [{"label": how["label"], "kind": how["kind"]}] if last.outgoing or how["kind"] == "danger" else []


def _standing_filters(standing: str, node: str) -> list[dict[str, Any]]:
    titles = (_("All"), _("Needs our answer"), _("Waiting for the partner"))
    return [
        {"label": title, "url": _address(code, node), "current": code == standing}
        for code, title in zip(STANDINGS, titles, strict=True)
    ]


def _partner_filters(partners: Iterable[Partner], standing: str, node: str) -> list[dict[str, Any]]:
    offered = [("", _("All partners")), *((partner.node, partner.name) for partner in partners)]
    return [{"label": title, "url": _address(standing, code), "current": code == node} for code, title in offered]


def _address(standing: str, node: str) -> str:
    asked = {"standing": standing, "partner": node}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"?{query}" if query else reverse("messages")
