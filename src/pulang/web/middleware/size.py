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
        with_file = (request.content_type or "").startswith("multipart/")
        limit = (
            settings.UPLOAD_LIMIT_BYTES + FORM_EXTRA_BYTES if with_file else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        )
        if not length.isdigit() or int(length) > limit:
            return too_large(request)
        return self.get_response(request)
