"""What interviews bring to the case page, the queue and the story."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission, Section
from pulang.access.policy import may
from pulang.audit.events import Event
from pulang.cases.queries import CasePage
from pulang.identification.models import InterviewState
from pulang.identification.queries import interviews_for
from pulang.identification.summaries.queries import summaries_for
from pulang.web.cases.panels import Panel, add_panel
from pulang.web.cases.story import Details, add_headline
from pulang.web.cases.task_pages import TaskPage, add_code_page, add_task_page
from pulang.web.identification.summaries import title_of
from pulang.web.identification.wording import language_title, state_badge
from pulang.web.pages import OfficerRequest


def bring() -> None:
    """Called by `urls`, once."""
    add_panel(
        Panel(
            "interviews",
            gettext_lazy("Interviews"),
            Section.INTERVIEW,
            "identification/_panel.html",
            _panel,
            place=5,
        )
    )
    add_task_page("interview", TaskPage(lambda about: "", _interview_url))
    add_task_page("risk", TaskPage(lambda about: "", lambda case_id, about: "", by_hand=True))
    add_code_page("interview", lambda case_id: reverse("interview_start", args=[case_id]))
    add_headline(Event.INTERVIEW_OPENED, lambda details: _("An interview began"))
    add_headline(Event.INTERVIEW_CHANGED, _headline)
    add_headline(Event.ASSESSMENT_MADE, lambda details: _("The answers were assessed"))


def _panel(request: OfficerRequest, page: CasePage) -> dict[str, Any] | None:
    if not may(request.actor, Permission.INTERVIEW_READ):
        return None
    found = interviews_for(request.actor, page.case.pk)
    return {
        "case_id": page.case.pk,
        "may_begin": not page.is_closed and may(request.actor, Permission.INTERVIEW_CONDUCT),
        "assessed": sum(row.assessments for row in found),
        "summaries": [
            {"url": reverse("summary", args=[one.id]), "title": title_of(one), "at": one.at, "gone": one.taken_back}
            for one in summaries_for(request.actor, page.case.pk)
        ],
        "interviews": [
            {
                "url": reverse("interview", args=[row.id]),
                "at": row.started_at,
                "who": f"{row.officer}, {row.agency}",
                "language": language_title(row.language),
                "badge": state_badge(row.state),
                "running": row.state != InterviewState.FINISHED,
            }
            for row in found
        ],
    }


def _interview_url(case_id: UUID, about: str) -> str:
    return reverse("interview", args=[about])


def _headline(details: Details) -> str:
    if "consent" in details:
        words = {"given": _("Consented to the interview"), "refused": _("Did not want the interview")}
        return words.get(str(details["consent"]), "")
    if "state" in details:
        states = {"open": _("The interview goes on"), "paused": _("The interview rests")}
        return states.get(str(details["state"]), _("The interview is finished"))
    return (
        _("A section of the interview was skipped") if details.get("skipped") else _("A section is asked after all")
    )
