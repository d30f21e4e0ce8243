"""The API for officers and systems: tokens, permissions, problems. Endpoints stand in `api.v1`, a domain each."""

import functools
import math
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.operation import Operation
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from pulang import __version__
from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.access.tokens import actor_for_token
from pulang.access.watch import note_limit
from pulang.audit.errors import OpenedTooMany
from pulang.db.context import acting_as
from pulang.lib.actor import Actor
from pulang.lib.errors import Conflict, Invalid, NotAllowed, NotFound, Problems, PulangError
from pulang.persons.errors import PersonElsewhere, PersonLikelyKnown, PersonMerged
from pulang.words import sentence, status_of

_STATUS = {OpenedTooMany: 429, PersonMerged: 409}
HTTP_CODES = {400: "bad_request", 401: "unauthorized", 403: "forbidden", 429: "too_many_requests"}
F = TypeVar("F", bound=Callable[..., Any])


class ApiRequest(HttpRequest):
    """A request with a valid token: `auth` is the actor."""

    auth: Actor


class TokenAuth(HttpBearer):
    """`Authorization: Bearer <token>`; the actor is the token's officer."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return actor_for_token(token)


def _public(view: F) -> F:
    """The description of the API is no secret: the software is open."""
    view.declared = "public"  # type: ignore[attr-defined]
    return view


class OfficerThrottle(SimpleRateThrottle):
    """Requests of one officer, whichever of their tokens they come with."""

    scope = "officer"
    cache = caches["api-rates"]

    def get_cache_key(self, request: HttpRequest) -> str | None:
        actor: Actor | None = getattr(request, "auth", None)
        return self.cache_format % {"scope": self.scope, "ident": actor.id} if actor else None


class NodeAPI(NinjaAPI):
    """Names each operation by subject and verb, wherever its code lies: clients are generated from these."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        view = operation.view_func
        return f"{view.__module__.rpartition('.')[2]}_{view.__name__}"


api = NodeAPI(
    title="Pulang",
    version=__version__,
    description="Reports, persons, cases, steps and messages of one node. Errors are RFC 9457 problems.",
    auth=TokenAuth(),
    throttle=[OfficerThrottle("300/m")],
    docs_url=None,
    docs_decorator=_public,
    urls_namespace="api",
)


def permitted(permission: Permission | None) -> Callable[[F], F]:
    """Declare what an endpoint needs, and run it as one transaction with the row context of the actor.

    `None` is for what every officer may do with a token.
    """

    def decorate(endpoint: F) -> F:
        @functools.wraps(endpoint)
        def guarded(request: ApiRequest, *args: Any, **kwargs: Any) -> Any:
            if permission is not None and not may(request.auth, permission):
                raise NotAllowed(permission=permission.value)
            try:
                with acting_as(request.auth):
                    return endpoint(request, *args, **kwargs)
            except OpenedTooMany as error:
                note_limit(request.auth, error=error)
                raise

        guarded.declared = permission or "signed_in"  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def problem(request: HttpRequest, status: int, code: str, title: str, **more: Any) -> HttpResponse:
    """An RFC 9457 problem document."""
    body = {"type": f"urn:pulang:problem:{code}", "status": status, "code": code, "title": title, **more}
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = "application/problem+json"
    return response


@api.exception_handler(PulangError)
def _refused(request: HttpRequest, error: PulangError) -> HttpResponse:
    items = error.problems if isinstance(error, Problems) else [error] if isinstance(error, Invalid) else []
    errors = [{"field": item.field, "code": item.code, "title": sentence(item)} for item in items]
    more: dict[str, Any] = {"errors": errors} if errors else {}
    if isinstance(error, Conflict):
        more = {key: error.details[key] for key in ("version", "current") if key in error.details}
    if isinstance(error, PersonMerged):
        more = {"into": error.details["into"]}
    if isinstance(error, (PersonLikelyKnown, PersonElsewhere)):
        more = {key: error.details[key] for key in ("person_id", "agency") if error.details.get(key)}
    status = _STATUS.get(type(error)) or status_of(error)
    return problem(request, status, error.code, sentence(error), **more)


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"field": ".".join(map(str, item["loc"])), "code": item["type"]} for item in error.errors]
    return problem(request, 422, "malformed", "The request does not have the form of this endpoint.", errors=errors)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    code = HTTP_CODES.get(error.status_code, "refused")
    response = problem(request, error.status_code, code, str(error))
    if error.status_code == 401:
        response["WWW-Authenticate"] = "Bearer"
    if isinstance(error, Throttled) and error.wait is not None:
        response["Retry-After"] = str(math.ceil(error.wait))
    return response


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return _refused(request, NotFound())


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _outage(request: HttpRequest, error: Exception) -> HttpResponse:
    raise error  # `web.errors.broken` answers 503 for every door
