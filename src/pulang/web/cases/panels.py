"""Parts of the case page that other domains bring: the steps home, the messages of the thread."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from pulang.access.permissions import Section
from pulang.cases.queries import CasePage
from pulang.web.pages import OfficerRequest


@dataclass(frozen=True)
class Panel:
    """`context` gives what `template` needs, or None where there is nothing to show.

    Shown to those who hold `section`; `place` orders the panels; `anchor` is the id of its heading.
    """

    anchor: str
    label: str | Promise
    section: Section
    template: str
    context: Callable[[OfficerRequest, CasePage], dict[str, Any] | None]
    place: int = 50


_PANELS: dict[str, Panel] = {}


def add_panel(panel: Panel) -> None:
    """Called in the `urls` of the domain that brings it, like `navigate`."""
    _PANELS[panel.anchor] = panel


def panels_for(request: OfficerRequest, page: CasePage) -> list[dict[str, Any]]:
    """What the case page includes: `anchor`, `label`, `template` and `context` of each panel."""
    wanted = sorted((one for one in _PANELS.values() if one.section in page.sections), key=lambda one: one.place)
    found = [(panel, panel.context(request, page)) for panel in wanted]
    return [
        {"anchor": panel.anchor, "label": panel.label, "template": panel.template, "context": context}
        for panel, context in found
        if context is not None
    ]
