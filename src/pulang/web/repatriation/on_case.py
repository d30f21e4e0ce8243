"""What the way home brings to the pages of cases: the steps, the words of the story, where a task is done."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission, Section
from pulang.access.policy import may
from pulang.audit.events import Event
from pulang.cases.queries import CasePage
from pulang.repatriation.queries import way_home_for
from pulang.repatriation.rules.loading import current_list
from pulang.web.cases.panels import Panel, add_panel
from pulang.web.cases.story import add_headline
from pulang.web.cases.task_kinds import TaskKind, add_task_kind
from pulang.web.pages import OfficerRequest
from pulang.web.repatriation.wording import in_words, result_in_words, steps_context


def register() -> None:
    """Called once, when the addresses of the way home are loaded."""
    add_panel(
        Panel("way-home", gettext_lazy("Way home"), Section.WORK, "repatriation/_panel.html", _panel, place=20)
    )
    add_task_kind("step", TaskKind(_title, lambda case_id, code: reverse("step", args=[case_id, code])))
    add_headline(Event.STEP_CHANGED, _headline)


def _panel(request: OfficerRequest, page: CasePage) -> dict[str, Any]:
    way = way_home_for(request.actor, page.case.pk)
    return {
        "steps_home": steps_context(way) if way else None,
        "case_id": page.case.pk,
        "may_begin": may(request.actor, Permission.CASE_WORK) and not page.is_closed,
    }


def _title(code: str) -> str:
    """The words of the list in force; a step that it no longer has is named by its code."""
    known = {step.code: step for step in current_list().steps}
    return in_words(known[code].title) if code in known else ""


def _headline(details: Mapping[str, Any]) -> str:
    code = str(details.get("step", ""))
    if not code:
        return _("The way home began")
    title = _title(code) or code
    known = {step.code: step for step in current_list().steps}
    result = result_in_words(known[code], str(details.get("result", ""))) if code in known else ""
    return f"{title}: {result}" if result else title
