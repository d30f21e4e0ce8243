"""Shows an officer every page in her own language, on whatever machine she sits."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pulang.access.models import Officer

Handler = Callable[[HttpRequest], HttpResponse]


class OfficerLanguageMiddleware:
    """After authentication; for visitors the cookie or the browser's wish holds (Django's LocaleMiddleware)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Officer) and request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)
