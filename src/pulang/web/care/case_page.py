"""What care brings to the case page, the queue and the story."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Section
from pulang.audit.events import Event
from pulang.care.queries import care_for
from pulang.cases.queries import CasePage
from pulang.web.cases.panels import Panel, add_panel
from pulang.web.cases.story import Details, add_headline
from pulang.web.cases.task_pages import TaskPage, add_task_page
from pulang.web.pages import OfficerRequest


def bring() -> None:
    """Called by `urls`, once."""
    add_panel(Panel("care", gettext_lazy("Care"), Section.CARE, "care/_panel.html", _panel, place=40))
    add_task_page("gone", TaskPage(lambda code: "", lambda case_id, code: "", by_hand=True))
    for kind in ("referral", "talk", "day"):
        add_task_page(kind, TaskPage(lambda code: "", _url))
    add_headline(Event.CARE_CHANGED, _headline)


def _panel(request: OfficerRequest, page: CasePage) -> dict[str, Any]:
    care = care_for(request.actor, page.case.pk)
    running = sum(one.state in ("asked", "accepted") for one in care.referrals)
    return {"url": reverse("care", args=[page.case.pk]), "referrals": running, "goals": len(care.goals)}


def _url(case_id: UUID, code: str) -> str:
    return reverse("care", args=[case_id])


def _headline(details: Details) -> str:
    if "residence" in details:
        return _("Where she lives was recorded")
    if "referral" in details:
        return _("Referral: something was asked or answered")
    if "given" in details:
        return _("A service was given to her")
    if "day" in details:
        return _("A day with counsel or court was planned or settled")
    if "talk" in details or "follow_up" in details:
        return _("Follow-up after she came home")
    return _("Her plan was changed")
