"""Nothing but style, scripts and fonts is kept by a browser or on the way to it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

Handler = Callable[[HttpRequest], HttpResponse]


class NoStoreMiddleware:
    """Inside the one that serves static files, around everything else: pages, redirects, errors, the API."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.get("Cache-Control"):
            add_never_cache_headers(response)
        return response
