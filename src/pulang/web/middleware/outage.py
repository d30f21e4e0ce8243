"""When the database is away: a clear page, 503, and nothing half-written."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse

from pulang.web.errors import unavailable

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]


class OutageMiddleware:
    """Outermost, so that sessions and authentication are covered too."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as error:
            logger.error("database away: %s", type(error).__name__)
            connections.close_all()
            return unavailable(request)
