"""The terms of an agreement in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pulang.exchange.actions import LEAVES
from pulang.exchange.objects.owning import KEPT
from pulang.web.copies.words import PURPOSES
from pulang.web.messages.words import kind_title, language_title


def facts_of(terms: Mapping[str, Any]) -> list[dict[str, Any]]:
    """For `definition_list.html`; what the terms leave out is shown as the protocol says it."""
    hours = {name: int(span.total_seconds() // 3600) for name, span in LEAVES.items()} | terms.get("deadlines", {})
    files = int(terms.get("attachment_bytes", 0))
    return [
        {"term": _("Treaty or memorandum"), "value": terms.get("reference") or "–"},
        {"term": _("Messages that may be sent"), "value": ", ".join(kind_title(kind) for kind in terms["kinds"])},
        {"term": _("For what"), "value": ", ".join(str(PURPOSES.get(one, one)) for one in terms["purposes"])},
        {"term": _("Languages"), "value": ", ".join(language_title(one) for one in terms.get("languages", ()))},
        {
            "term": _("Answers within"),
            "value": _("%(danger)s hours in danger, %(urgent)s urgent, %(normal)s else") % hours,
        },
        {
            "term": _("Kept for at most"),
            "value": _("%(days)s days") % {"days": terms.get("retention_days", KEPT)},
        },
        {"term": _("Files that go with a message"), "value": _size(files)},
        {
            "term": _("In force until"),
            "value": date_format(date.fromisoformat(terms["until"]), "SHORT_DATE_FORMAT")
            if "until" in terms
            else "–",
        },
    ]


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT") if text else "–"


def _size(files: int) -> str:
    return _("at most %(size)s each") % {"size": filesizeformat(files)} if files else _("none")
