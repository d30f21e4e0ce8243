"""What every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from pulang import __version__


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "node": settings.NODE,
        "actor": getattr(request, "actor", None),
        "pulang_version": __version__,
        "demo": settings.DEMO,
    }
