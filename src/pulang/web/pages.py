"""Every page declares who may open it: `@page(Permission.X)`, `@signed_in` or `@public_page`.

A URL whose view was not declared does not start (`web.checks`).
"""

import functools
from collections.abc import Callable
from typing import Any, TypeAlias

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from pulang.access.models import Officer
from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.lib.actor import Actor
from pulang.lib.errors import PulangError
from pulang.web.problems import problem_page


class OfficerRequest(HttpRequest):
    """A request of a signed-in officer: `actor` and `user` are there."""

    actor: Actor
    user: Officer


View: TypeAlias = Callable[..., HttpResponse]
GET_POST = ("GET", "HEAD", "POST")


def page(permission: Permission | None, *, methods: tuple[str, ...] = GET_POST) -> Callable[[View], View]:
    """A page for officers whose role has `permission`. To others it is not there (404)."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not is_mfa_enabled(request.user):
                return redirect("mfa_index")
            if permission is not None and not may(request.actor, permission):
                raise Http404
            try:
                response = view(request, *args, **kwargs)
            except PulangError as error:
                transaction.set_rollback(True)
                response = problem_page(request, error)
            add_never_cache_headers(response)
            return response

        guarded.declared = permission or "signed_in"  # type: ignore[attr-defined]
        return require_http_methods(list(methods))(guarded)

    return decorate


def signed_in(view: View) -> View:
    """A page for every officer with a second factor: her profile, help."""
    return page(None)(view)


def public_page(view: View) -> View:
    """A page for anybody. Says so on purpose."""
    view.declared = "public"  # type: ignore[attr-defined]
    return view
