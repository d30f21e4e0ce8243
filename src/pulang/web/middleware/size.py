"""Refuses a body that is too large before a byte of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pulang.web.errors import too_large

Handler = Callable[[HttpRequest], HttpResponse]
FORM_EXTRA_BYTES = 64 * 1024  # the fields beside a file


class SizeMiddleware:
    """Files may be larger than other bodies. A body without a length is empty for WSGI."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > limit_for(request):
            return too_large(request)
        return self.get_response(request)


def limit_for(request: HttpRequest) -> int:
    """Bytes that this request may send, by where it goes and what it brings."""
    if request.path.startswith("/nx/"):
        return int(settings.PEER_LIMIT_BYTES)
    if (request.content_type or "").startswith("multipart/"):
        return int(settings.UPLOAD_LIMIT_BYTES) + FORM_EXTRA_BYTES
    return int(settings.BODY_LIMIT_BYTES)
