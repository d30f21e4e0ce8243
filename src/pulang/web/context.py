"""What every page needs: the node, the officer and her navigation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from pulang import __version__
from pulang.access.models import Officer
from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.lib.actor import Actor
from pulang.lib.countries import country_name
from pulang.web.navigation import in_line, items_for


def page(request: HttpRequest) -> dict[str, Any]:
    return {"demo": settings.DEMO, "shell": _shell(request)}


def _shell(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page, as `pulang/base.html` describes it; nothing of the officer for a visitor."""
    node = settings.NODE
    frame = {
        "node_name": node.name,
        "country": country_name(node.country, get_language() or "en"),
        "version": __version__,
    }
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or not getattr(request, "complete", False):
        return frame
    officer = request.user
    return {
        **frame,
        "officer": actor.name,
        "agency": SimpleLazyObject(lambda: str(officer.agency) if isinstance(officer, Officer) else ""),
        **in_line(items_for(actor, request.path)),
        "search_url": _search_url(actor),
        "account_url": reverse("account"),
    }


def _search_url(actor: Actor) -> str:
    found = items_for(actor, "", name="person_search") if may(actor, Permission.PERSON_SEARCH) else []
    return found[0]["url"] if found else ""
