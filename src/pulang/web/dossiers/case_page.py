"""What the verification without papers brings to the case page and the story."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Section
from pulang.audit.events import Event
from pulang.cases.dossiers.queries import standings
from pulang.cases.dossiers.rules import standing_of
from pulang.cases.queries import CasePage
from pulang.web.cases.panels import Panel, add_panel
from pulang.web.cases.story import Details, add_headline
from pulang.web.pages import OfficerRequest


def bring() -> None:
    """Called by `urls`, once."""
    label = gettext_lazy("Verification without papers")
    add_panel(Panel("dossier", label, Section.IDENTITY, "dossiers/_panel.html", _panel, place=15))
    add_headline(Event.DOSSIER_CHANGED, _headline)


def _panel(request: OfficerRequest, page: CasePage) -> dict[str, Any]:
    case_id = page.case.pk
    return {
        "url": reverse("dossier", args=[case_id]),
        "standing": standings([case_id]).get(case_id, standing_of(())),
    }


def _headline(details: Details) -> str:
    if "settled" in details:
        return _("Something that was said of the person was checked")
    if "prints" in details:
        return _("Who holds the fingerprints was noted")
    return _("A statement of the family was recorded") if "statement" in details else _("Questions were answered")
