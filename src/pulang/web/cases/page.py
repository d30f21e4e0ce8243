"""The case page: who, status, what blocks, the story, and the sections that the officer holds."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pulang.access.accounts.directory import agencies_to_work_with
from pulang.access.permissions import Permission, Section
from pulang.access.policy import may
from pulang.cases.queries import CasePage, case_for, case_page_for, timeline_for
from pulang.lib.actor import Actor
from pulang.web.cases import words
from pulang.web.cases.decision_facts import decisions_of
from pulang.web.cases.facts import consents_of, files_of, members_of, person_facts, reports_of, tasks_of
from pulang.web.cases.panels import panels_for
from pulang.web.cases.story import story_of
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import url_if_there


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def case(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    shown, now = case_page_for(request.actor, case_id), timezone.now()
    tasks = tasks_of(shown, now)
    context = {
        "shown": shown,
        "case": shown.case,
        "title": shown.person.name if shown.person else shown.case.number,
        "lead": shown.case.number if shown.person else _("You do not hold the section with the identity."),
        "badges": words.case_badges(shown.case),
        "may": _rights(request.actor, shown),
        "actions": _actions(request.actor, shown),
        "tasks": tasks,
        "blocker": next((task for task in tasks if task["state"] == "overdue"), None),
        "person": person_facts(shown),
        "person_url": url_if_there("person", person_id=shown.case.person_id) if shown.person else "",
        "decisions": decisions_of(shown),
        "consents": consents_of(shown),
        "files": files_of(shown),
        "members": members_of(shown),
        "reports": reports_of(shown),
        "panels": panels_for(request, shown),
        "timeline": story_of(shown.timeline, agencies_to_work_with(request.actor)),
        "sealed_is_held": Section.WHEREABOUTS in shown.sections,
    }
    return render(request, "cases/case.html", context)


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def timeline(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """The older part of the story."""
    entries, more = timeline_for(request.actor, case_id, after=request.GET.get("after", ""))
    items = story_of(entries, agencies_to_work_with(request.actor))
    context = {"case": case_for(request.actor, case_id), "items": items, "next": more}
    return render(request, "cases/timeline.html", context)


def _rights(actor: Actor, shown: CasePage) -> dict[str, bool]:
    """What the page offers her; each action checks again."""
    running = not shown.is_closed
    return {
        "work": running and may(actor, Permission.CASE_WORK),
        "grant": running and may(actor, Permission.ACCESS_GRANT),
        "file": running and may(actor, Permission.FILE_ADD),
        "consent": running and may(actor, Permission.CONSENT_RECORD),
        "decide": running and may(actor, Permission.DECISION_MAKE),
        "reports": may(actor, Permission.REPORT_READ),
    }


def _actions(actor: Actor, shown: CasePage) -> list[dict[str, Any]]:
    here = {"case_id": shown.case.pk}
    running = not shown.is_closed
    offered = [
        ("case_status", _("Move on"), "primary", Permission.CASE_WORK, running),
        ("case_urgency", _("Urgency and risks"), "", Permission.CASE_WORK, running),
        ("case_close", _("Close"), "", Permission.CASE_CLOSE, running),
        ("case_reopen", _("Reopen"), "primary", Permission.CASE_CLOSE, not running),
        ("case_openings", _("Who opened this case"), "quiet", Permission.CASE_READ, True),
    ]
    return [
        {"label": label, "url": reverse(name, kwargs=here), "kind": kind}
        for name, label, kind, permission, fits in offered
        if fits and may(actor, permission)
    ]
