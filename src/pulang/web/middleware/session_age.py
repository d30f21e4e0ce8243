"""Ends a session that was idle too long or is too old, whatever its cookie says."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from pulang.access.accounts.session_store import AGENT, SEEN, STARTED

Handler = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY_SECONDS = 30  # so that not every page writes the session


class SessionAgeMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.setdefault(STARTED, now)
            seen = request.session.setdefault(SEEN, now)
            request.session.setdefault(AGENT, browser_name(request.headers.get("User-Agent", "")))
            if now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_ABSOLUTE_SECONDS:
                logout(request)
                messages.info(request, _("You were signed out because the session was too old. Sign in again."))
            elif now - seen > SEEN_EVERY_SECONDS:
                request.session[SEEN] = now
        return self.get_response(request)


def browser_name(agent: str) -> str:
    """What an officer recognises her browser by ("Firefox, Android"), from what it says of itself."""
    browsers = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}
    browser = next((name for mark, name in browsers.items() if mark in agent), "")
    machine = next((name for mark, name in systems.items() if mark in agent), "Linux" if "Linux" in agent else "")
    return ", ".join(filter(None, (browser, machine)))
