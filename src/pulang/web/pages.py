"""Every page declares who may open it: `@page(Permission.X)`, `@signed_in`, `@public_page`, or
`sign_in_page` for those of the sign-in library.

A URL whose view was not declared does not start (`web.checks`).
"""

import functools
from collections.abc import Callable
from typing import Any, TypeAlias

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from pulang.access.models import Officer
from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.lib.actor import Actor
from pulang.lib.errors import PulangError
from pulang.web.problems import problem_page


class OfficerRequest(HttpRequest):
    """A request of a signed-in officer: `actor` and `user` are there.

    `refused` is the error that ended it, for the middleware `actor`, which reports it after the rollback.
    """

    actor: Actor
    user: Officer
    complete: bool
    refused: PulangError


View: TypeAlias = Callable[..., HttpResponseBase]
SIGNED_IN, PUBLIC, SIGN_IN = "signed_in", "public", "sign_in"  # what a URL may declare beside a permission
GET_POST = ("GET", "HEAD", "POST")


def page(permission: Permission | None, *, methods: tuple[str, ...] = GET_POST) -> Callable[[View], View]:
    """A page for officers whose role has `permission`. To others it is not there (404)."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            # The middleware `set_up` sent others away; without it nobody comes in.
            if not request.complete:
                raise Http404
            if permission is not None and not may(request.actor, permission):
                raise Http404
            try:
                response = view(request, *args, **kwargs)
            except PulangError as error:
                transaction.set_rollback(True)
                request.refused = error
                response = problem_page(request, error)
            add_never_cache_headers(response)
            return response

        guarded.declared = permission or SIGNED_IN  # type: ignore[attr-defined]
        return require_http_methods(list(methods))(guarded)

    return decorate


def signed_in(view: View) -> View:
    """A page for every officer with a second factor: her profile, help."""
    return page(None)(view)


def public_page(view: View) -> View:
    """A page for anybody. Says so on purpose."""
    view.declared = PUBLIC  # type: ignore[attr-defined]
    return view


def sign_in_page(view: View) -> View:
    """A page of the sign-in library, which guards itself; nothing of it may be kept by a browser."""

    @functools.wraps(view)
    def uncached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    uncached.declared = SIGN_IN  # type: ignore[attr-defined]
    return uncached
