"""Pages for what went wrong outside a view."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def unavailable(request: HttpRequest) -> HttpResponse:
    """Rendered without database, session or request context, in three languages at once."""
    response = HttpResponse(render_to_string("pulang/errors/503.html"), status=503)
    response["Retry-After"] = "10"
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "pulang/errors/403.html", {"reason": "csrf"}, status=403)
