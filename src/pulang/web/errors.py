"""Pages for what went wrong outside a view. Each is the same for everybody whom it meets."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page of `status` in the reader's language."""
    return render(request, f"pulang/errors/{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is not there and what one may not see: one page, byte for byte."""
    return error_page(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """Before session and language are known; the connection ends, since the body was not read."""
    response = HttpResponse(render_to_string("pulang/errors/413.html"), status=413)
    response["Cache-Control"] = "no-store"
    response["Connection"] = "close"
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    response = error_page(request, 429)
    response["Retry-After"] = "60"
    return response


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """The sign-in is locked for this name and address (axes)."""
    return too_many(request)


def broken(request: HttpRequest) -> HttpResponse:
    """Rendered without database, session or request context, in three languages at once.

    503 where the database is away: Django hands an error that nobody caught to this page, and to no middleware.
    """
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return _unavailable()
    return HttpResponse(render_to_string("pulang/errors/500.html"), status=500)


def _unavailable() -> HttpResponse:
    response = HttpResponse(render_to_string("pulang/errors/503.html"), status=503)
    response["Retry-After"] = "10"
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, 403)
