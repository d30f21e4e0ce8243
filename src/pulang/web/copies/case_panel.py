"""What copies bring to the case page and the story."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission, Section
from pulang.access.policy import may
from pulang.audit.events import Event
from pulang.cases.queries import CasePage
from pulang.web.cases.panels import Panel, add_panel
from pulang.web.cases.story import add_headline
from pulang.web.cases.task_pages import TaskPage, add_task_page
from pulang.web.copies.views import of_case
from pulang.web.messages.bodies import reason_title
from pulang.web.pages import OfficerRequest


def bring() -> None:
    """Called by `urls`, once."""
    panel = Panel("copies", gettext_lazy("Copies"), Section.MESSAGES, "copies/_panel.html", _panel, place=25)
    add_panel(panel)
    add_task_page("object", TaskPage(title=lambda about: "", url=lambda case_id, about: "", by_hand=True))
    add_task_page("chase", TaskPage(title=lambda about: "", url=lambda case_id, about: "", by_hand=True))
    add_task_page("deadline", TaskPage(title=lambda about: "", url=_message_url, by_hand=True))
    add_headline(Event.OBJECT_WITHDRAWN, _withdrawn)
    add_headline(Event.OBJECT_CHANGED, _changed)


def _message_url(case_id: UUID, about: str) -> str:
    return reverse("message", args=[about.partition(":")[0]])


def _panel(request: OfficerRequest, page: CasePage) -> dict[str, Any] | None:
    if not may(request.actor, Permission.MESSAGE_READ):
        return None
    found = of_case(request, page.case.pk)
    return {"items": found} if found else None


def _withdrawn(details: Mapping[str, Any]) -> str:
    reason = reason_title(details.get("reason", ""))
    if "node" in details:
        return _("The owner took the case back: %(reason)s") % {"reason": reason}
    return _("Taken back from %(partners)s: %(reason)s") % {
        "partners": ", ".join(details.get("to", ())),
        "reason": reason,
    }


def _changed(details: Mapping[str, Any]) -> str:
    titles = {
        "correct": _("Copies corrected"),
        "restrict": _("Handling of the copies changed"),
        "review": _("Time of keeping the copies changed"),
    }
    return titles.get(details.get("op", ""), _("Copies changed"))
