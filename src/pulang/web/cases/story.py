"""The story of a case in words: one headline for each entry of its timeline."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from pulang.access.models import Agency
from pulang.audit.events import Event
from pulang.cases.models import TimelineEntry, Urgency
from pulang.web.cases.words import (
    decision_title,
    outcome_title,
    risk_title,
    scope_title,
    section_title,
    status_title,
    task_title,
)

Details = Mapping[str, Any]
Headline = Callable[[Details], str]


def _changed(details: Details) -> str:
    if "status" in details:
        return _("Status: %(status)s") % {"status": status_title(details["status"])}
    if "family" in details:
        return _("Her family was told")
    if "whereabouts" in details:
        return _("Recorded where she is")
    if "urgency" in details:
        urgency = dict(Urgency.choices).get(details["urgency"], details["urgency"])
        risks = ", ".join(risk_title(risk) for risk in details.get("risks", ()))
        return _("Urgency: %(urgency)s") % {"urgency": urgency} + (f" ({risks})" if risks else "")
    return _("Case changed")


def _consent(details: Details) -> str:
    scopes = "; ".join(scope_title(scope) for scope in details.get("scopes", ()))
    words = _("Consent given: %(scopes)s") if details.get("given") else _("Consent refused: %(scopes)s")
    return words % {"scopes": scopes}


def _granted(details: Details) -> str:
    sections = ", ".join(section_title(section) for section in details.get("sections", ()))
    return _("%(agency)s works on the case: %(sections)s") % {"agency": details.get("agency"), "sections": sections}


def _task(details: Details) -> str:
    words = {"done": _("Done"), "assigned": _("Task handed over")}.get(details.get("state", ""), _("Task"))
    return f"{words}: {task_title(details['code'])}" if details.get("code") else words


HEADLINES: dict[str, Headline] = {
    Event.ACCESS_ENDED: lambda d: _("%(agency)s no longer works on the case") % {"agency": d.get("agency")},
    Event.ACCESS_GRANTED: _granted,
    Event.CASE_CHANGED: _changed,
    Event.CASE_CLOSED: lambda d: _("Case closed: %(outcome)s") % {"outcome": outcome_title(d.get("outcome", ""))},
    Event.CASE_OPENED: lambda d: _("Case opened"),
    Event.CASE_READ: lambda d: _("Opened a sealed step") if "step" in d else _("Opened where she is"),
    Event.CASE_REOPENED: lambda d: _("Case reopened"),
    Event.CONSENT_RECORDED: _consent,
    Event.CONSENT_WITHDRAWN: lambda d: _("Consent withdrawn"),
    Event.DECISION_CONFIRMED: lambda d: (
        _("A colleague confirms the decision") if d.get("agrees") else _("A colleague does not confirm it")
    ),
    Event.DECISION_REVIEW_ASKED: lambda d: _("She asks to have the decision made again"),
    Event.DECISION_MADE: lambda d: _("Decision: %(outcome)s") % {"outcome": decision_title(d.get("outcome", ""))},
    Event.FILE_ADDED: lambda d: _("File added"),
    Event.MESSAGE_RECEIVED: lambda d: _("Message received: %(kind)s") % {"kind": d.get("kind", "")},
    Event.MESSAGE_SENT: lambda d: _("Message sent: %(kind)s") % {"kind": d.get("kind", "")},
    Event.PERSON_MERGED: lambda d: _("Two records of her were joined"),
    Event.PERSON_SPLIT: lambda d: _("Records that had been joined were parted again"),
    Event.REPORT_LINKED: lambda d: _("Report %(number)s belongs to the case") % {"number": d.get("number", "")},
    Event.TASK_CHANGED: _task,
}
ICONS = {
    "file": "file",
    "message": "message",
    "report": "report",
    "access": "eye",
    "task": "check",
    "decision": "key",
}
KINDS = {
    Event.CASE_CLOSED.value: "ok",
    Event.CONSENT_WITHDRAWN.value: "danger",
    Event.DECISION_MADE.value: "accent",
    Event.CASE_READ.value: "danger",
}


def add_headline(event: Event, headline: Headline) -> None:
    """The words for an event of another domain; called in its `urls`."""
    HEADLINES[event] = headline


def story_of(entries: Iterable[TimelineEntry], agencies: Iterable[Agency]) -> list[dict[str, Any]]:
    """The items of `pulang/components/timeline.html`. `agencies` give names to the codes in the entries."""
    names = {agency.code: agency.name for agency in agencies}
    return [_item(entry, names) for entry in entries if not _told_by_its_step(entry)]


def _told_by_its_step(entry: TimelineEntry) -> bool:
    """The task of a step comes and goes with the step, whose own line says more."""
    return entry.kind == Event.TASK_CHANGED and str(entry.details.get("code", "")).startswith(("step_", "late_"))


def _item(entry: TimelineEntry, names: Mapping[str, str]) -> dict[str, Any]:
    details = dict(entry.details)
    if details.get("agency") in names:
        details["agency"] = names[details["agency"]]
    headline = HEADLINES.get(entry.kind)
    return {
        "when": entry.at,
        "title": headline(details) if headline else entry.kind,
        "text": entry.text or "",
        "actor": ", ".join(filter(None, (entry.actor_name, entry.agency_name))),
        "icon": ICONS.get(entry.kind.split(".")[0], "info"),
        "kind": KINDS.get(entry.kind, ""),
    }
