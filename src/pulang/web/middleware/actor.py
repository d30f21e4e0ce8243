"""Turns the signed-in officer into the actor of the request, in one transaction with its row context."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from pulang.access.models import Officer
from pulang.access.policy import actor_for
from pulang.db.context import acting_as

Handler = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """`request.actor` is None for a visitor. The transaction commits before any byte of the page leaves."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        if not isinstance(request.user, Officer):
            return self.get_response(request)
        request.actor = actor_for(request.user, via="web")  # type: ignore[attr-defined]
        with acting_as(request.actor):  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
