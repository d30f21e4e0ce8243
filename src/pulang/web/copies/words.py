"""Words of copies for pages: how far a withdrawal is, handling, versions."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.cases.ownership.queries import Holder, ObjectView
from pulang.web.messages.words import moment

STATES: dict[str, tuple[str | Promise, str]] = {
    "held": (gettext_lazy("Holds a copy"), ""),
    "pending": (gettext_lazy("Asked to remove it"), "warning"),
    "overdue": (gettext_lazy("Has not removed it in time"), "danger"),
    "applied": (gettext_lazy("Removed it"), "ok"),
    "refused": (gettext_lazy("Refuses to remove it"), "danger"),
}
CODES: dict[str, str | Promise] = {
    "H0": gettext_lazy("H0: open"),
    "H1": gettext_lazy("H1: for authorities"),
    "H2": gettext_lazy("H2: for those who work on the case"),
    "H3": gettext_lazy("H3: for the National Central Bureau alone"),
}
PURPOSES: dict[str, str | Promise] = {"protection": gettext_lazy("Protection of the person")}


def terms_of(view: ObjectView, owner: str) -> list[dict[str, Any]]:
    """Owner, handling, purpose, limits and days of a copy, for `definition_list`."""
    handling, book = view.book.handling, view.book
    if book.state == "withdrawn":
        return [{"term": _("Owner"), "value": owner}, {"term": _("State"), "value": _("Taken back by its owner")}]
    onward, purpose = _("Yes") if handling.get("onward") else _("No"), handling.get("purpose", "")
    return [
        {"term": _("Owner"), "value": owner},
        {"term": _("Version"), "value": str(book.version)},
        {"term": _("Handling"), "value": str(CODES.get(handling.get("code", ""), ""))},
        {
            "term": _("Purpose"),
            "value": str(PURPOSES.get(purpose, purpose)),
        },
        {"term": _("May be passed on"), "value": onward},
        *([{"term": _("Caveat"), "value": handling["caveat"]}] if handling.get("caveat") else []),
        {"term": _("Check again on"), "value": _day(book.review_at)},
        {"term": _("Keep until"), "value": _day(book.delete_after)},
    ]


def holder_item(holder: Holder) -> dict[str, Any]:
    label, kind = STATES[holder.state]
    return {
        "name": holder.name,
        "badge": {"label": label, "kind": kind},
        "text": _told(holder),
        "node": holder.node,
    }


def _told(holder: Holder) -> str:
    if holder.state == "applied" and holder.applied_at:
        counts = holder.counts or {}
        removed = _(
            "Its signed word of %(when)s: %(copies)s copies, %(attachments)s files; %(exports)s exports marked;"
            " passed on to %(onward)s others."
        )
        return removed % {"when": moment(holder.applied_at), **{name: counts.get(name, 0) for name in COUNTED}}
    if holder.due_at and holder.state in ("pending", "overdue"):
        return _("Due by %(when)s.") % {"when": moment(holder.due_at)}
    return _("Version %(version)s") % {"version": holder.version}


COUNTED = ("copies", "attachments", "exports", "onward")


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
