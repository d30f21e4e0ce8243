"""What the way home brings to the case page, the queue and the story."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission, Section
from pulang.access.policy import may
from pulang.audit.events import Event
from pulang.cases.queries import CasePage
from pulang.repatriation.queries import way_home_for
from pulang.repatriation.queries.lists import find_step
from pulang.web.cases.panels import Panel, add_panel
from pulang.web.cases.story import Details, add_headline
from pulang.web.cases.task_pages import TaskPage, add_task_page
from pulang.web.pages import OfficerRequest
from pulang.web.repatriation.wording import result_in_words, steps_context
from pulang.web.texts import in_language


def bring() -> None:
    """Called by `urls`, once."""
    add_panel(
        Panel("way-home", gettext_lazy("Way home"), Section.WORK, "repatriation/_panel.html", _panel, place=10)
    )
    add_task_page("step", TaskPage(_title, _url))
    add_task_page("late", TaskPage(_late, _url, by_hand=True))
    add_headline(Event.STEP_CHANGED, _headline)


def _panel(request: OfficerRequest, page: CasePage) -> dict[str, Any]:
    way = way_home_for(request.actor, page.case.pk)
    return {
        "steps_home": steps_context(way) if way else None,
        "case_id": page.case.pk,
        "may_begin": page.case.closed_at is None and may(request.actor, Permission.CASE_WORK),
    }


def _title(code: str) -> str:
    found = find_step(code)
    return in_language(found.title) if found else ""


def _late(code: str) -> str:
    title = _title(code)
    return _("Late: %(step)s") % {"step": title} if title else ""


def _url(case_id: UUID, code: str) -> str:
    return reverse("step", args=[case_id, code]) if find_step(code) else ""


def _headline(details: Details) -> str:
    if details.get("steps") == "moved":
        return _("The way home follows list %(number)s from now on") % {"number": details.get("list", "")}
    found = find_step(str(details.get("step", "")))
    if found is None:
        return _("The way home has begun")
    title = in_language(found.title)
    if "escalated" in details:
        return _("%(step)s: late, and told to whoever steps in") % {"step": title}
    if "agency" in details:
        return _("%(step)s: given to another agency") % {"step": title}
    result = result_in_words(found, str(details.get("result", ""))) or _("taken back")
    return _("%(step)s: %(result)s") % {"step": title, "result": result}
