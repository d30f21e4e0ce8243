"""Words of cases for pages: statuses, urgencies, tasks, risks, sections, deadlines."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pulang.access.permissions import Section
from pulang.cases.models import Case, Outcome, Urgency
from pulang.cases.rules import (
    Standing,
    consent_scopes,
    review_channels,
    risk_words,
    standards,
    task_words,
    workflow,
)
from pulang.web.texts import in_language

Badge = dict[str, Any]
SOON = timedelta(hours=24)

SECTIONS: dict[str, str | Promise] = {
    Section.WORK: gettext_lazy("Status and tasks"),
    Section.IDENTITY: gettext_lazy("Identity"),
    Section.INTERVIEW: gettext_lazy("Interview"),
    Section.FILES: gettext_lazy("Files"),
    Section.MESSAGES: gettext_lazy("Messages with partners"),
    Section.TRAVEL: gettext_lazy("Travel"),
    Section.CARE: gettext_lazy("Care"),
    Section.NON_PUNISHMENT: gettext_lazy("What the person was made to do"),
    Section.POLICE: gettext_lazy("Police"),
    Section.WHEREABOUTS: gettext_lazy("Where the person is (sealed)"),
}
ELEMENTS: dict[str, str | Promise] = {
    "established": gettext_lazy("Established"),
    "indicated": gettext_lazy("Indicated"),
    "not_shown": gettext_lazy("Not shown"),
    "not_required": gettext_lazy("Not required (a child)"),
}
STANDINGS: dict[str, str | Promise] = {
    Standing.STANDS: "",
    Standing.AWAITING: gettext_lazy("awaiting confirmation"),
    Standing.DISPUTED: gettext_lazy("not confirmed"),
    Standing.SUPERSEDED: gettext_lazy("superseded"),
}
REPORT_STATES: dict[str, str | Promise] = {
    "new": gettext_lazy("New"),
    "linked": gettext_lazy("Linked to a person"),
    "dismissed": gettext_lazy("Put aside"),
}


def origin(owner: str, partner: str, handling: dict[str, Any]) -> str:
    """Whose a file is that came from a partner, and how its owner wants it treated."""
    words = {"owner": owner, "partner": partner, "code": handling.get("code", "H2")}
    line = _("Belongs to %(owner)s, came from %(partner)s. Handling %(code)s.") % words
    onward = _("It may be passed on.") if handling.get("onward") else _("It may not be passed on.")
    return " ".join(filter(None, (line, onward, handling.get("caveat", ""))))


def status_title(code: str) -> str:
    return in_language(workflow().titles[code]) if code in workflow().titles else code


def outcome_title(code: str) -> str:
    """How a case ended."""
    return in_language(workflow().outcomes[code]) if code in workflow().outcomes else code


def decision_title(code: str) -> str:
    return str(Outcome(code).label) if code in Outcome.values else code


def standard_title(code: str) -> str:
    """A standard of proof; empty where none was named."""
    return in_language(standards()[code]) if code in standards() else code


def channel_title(code: str) -> str:
    """How she asked for a review."""
    return in_language(review_channels()[code]) if code in review_channels() else code


def standing_badges(now: Standing) -> list[Badge]:
    """Nothing for a decision that stands."""
    kinds = {Standing.AWAITING: "warning", Standing.DISPUTED: "danger"}
    return [{"label": STANDINGS[now], "kind": kinds.get(now, "")}] if STANDINGS[now] else []


def task_title(code: str) -> str:
    """A task that an officer wrote in her own words has those as its title."""
    return in_language(task_words()[code].title) if code in task_words() else code


def risk_title(code: str) -> str:
    return in_language(risk_words()[code]) if code in risk_words() else code


def scope_title(code: str) -> str:
    """What a person can consent to."""
    _version, scopes = consent_scopes()
    return in_language(scopes[code]) if code in scopes else code


def section_title(code: str) -> str:
    return str(SECTIONS.get(code, code))


def urgency_badges(urgency: str) -> list[Badge]:
    """Nothing for normal: what is ordinary needs no mark."""
    if urgency == Urgency.DANGER:
        return [{"label": Urgency.DANGER.label, "kind": "danger", "icon": "danger"}]
    return [{"label": Urgency.URGENT.label, "kind": "warning"}] if urgency == Urgency.URGENT else []


def case_badges(case: Case) -> list[Badge]:
    status = {"label": status_title(case.status), "kind": "ok" if case.closed_at else "info"}
    outcome = [{"label": outcome_title(case.outcome)}] if case.outcome else []
    copy = [{"label": _("Copy; owned by %(node)s") % {"node": case.owner_node}}] if case.owner_node else []
    risks = [{"label": risk_title(risk), "kind": "danger"} for risk in case.risks]
    return [*urgency_badges(case.urgency), status, *outcome, *risks, *copy]


def due_state(due_at: datetime, now: datetime) -> str:
    """As `queue_row.html` wants it: "overdue", "soon" or empty."""
    return "overdue" if due_at < now else "soon" if due_at - now < SOON else ""


def due_text(due_at: datetime, now: datetime) -> str:
    """How long it still has, or for how long it is overdue, in the largest unit that fits."""
    span = _span(abs(due_at - now))
    return (_("overdue by %(span)s") if due_at < now else _("in %(span)s")) % {"span": span}


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        days = minutes // (24 * 60)
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if minutes >= 120:
        hours = minutes // 60
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
