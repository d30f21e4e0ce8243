"""What messages bring to the case page, the queue and the story."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission, Section
from pulang.access.policy import may
from pulang.audit.events import Event
from pulang.cases.queries import CasePage, conversations_for
from pulang.repatriation.queries import travels_soon
from pulang.web.cases.panels import Panel, add_panel
from pulang.web.cases.story import add_headline
from pulang.web.cases.task_pages import TaskPage, add_task_page
from pulang.web.messages.compose import WRITINGS
from pulang.web.messages.lists import rows_of
from pulang.web.messages.words import kind_title
from pulang.web.pages import OfficerRequest


def bring() -> None:
    """Called by `urls`, once."""
    add_panel(
        Panel("messages", gettext_lazy("Messages"), Section.MESSAGES, "messages/_panel.html", _panel, place=20)
    )
    add_task_page("message", TaskPage(title=lambda about: "", url=_url))
    add_task_page("draft", TaskPage(title=lambda about: "", url=_draft_url))
    add_headline(Event.MESSAGE_DRAFTED, _drafted)
    add_headline(Event.INQUIRY_ANSWERED, lambda d: _("A partner was told that the person is known here"))
    add_headline(
        Event.MESSAGE_RECEIVED, lambda d: _("Message received: %(kind)s") % {"kind": kind_title(d.get("kind", ""))}
    )
    add_headline(
        Event.MESSAGE_SENT, lambda d: _("Message sent: %(kind)s") % {"kind": kind_title(d.get("kind", ""))}
    )


def _draft_url(case_id: UUID, about: str) -> str:
    return reverse("draft", args=[about])


def _drafted(details: Mapping[str, Any]) -> str:
    return _("Written, to be approved: %(kind)s") % {"kind": kind_title(details.get("kind", ""))}


def _panel(request: OfficerRequest, page: CasePage) -> dict[str, Any] | None:
    if not may(request.actor, Permission.MESSAGE_READ):
        return None
    found, more = conversations_for(request.actor, case_id=page.case.pk)
    return {"rows": rows_of(found, of_case=True), "more": more, "actions": _actions(request, page)}


def _actions(request: OfficerRequest, page: CasePage) -> list[dict[str, Any]]:
    """What she may send now: nothing of a closed case, a notice only while somebody is about to travel."""
    case_id = page.case.pk
    if page.is_closed or not may(request.actor, Permission.MESSAGE_SEND):
        return []
    offered = [
        {"label": writing.title, "url": reverse("case_write", args=[case_id, kind])}
        for kind, writing in WRITINGS.items()
        if kind != "return" or travels_soon(request.actor, case_id)
    ]
    if page.person is None:
        return offered
    offered.append(
        {"label": _("Ask whether a partner knows this person"), "url": reverse("case_ask", args=[case_id])}
    )
    if not may(request.actor, Permission.ACCESS_GRANT):
        return offered
    return [{"label": _("Share with a partner"), "url": reverse("case_share", args=[case_id])}, *offered]


def _url(case_id: UUID, about: str) -> str:
    return reverse("message", args=[about])
