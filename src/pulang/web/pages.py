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
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from pulang.access.models import Officer
from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.access.watch import note_limit
from pulang.audit.errors import OpenedTooMany
from pulang.lib.actor import Actor
from pulang.lib.errors import PulangError
from pulang.web.problems import problem_page


class OfficerRequest(HttpRequest):
    """A request of a signed-in officer: `actor` and `user` are there, and whether her account is `complete`."""

    actor: Actor
    user: Officer
    complete: bool
    htmx: HtmxDetails


View: TypeAlias = Callable[..., HttpResponseBase]
SIGNED_IN, PUBLIC, SIGN_IN = "signed_in", "public", "sign_in"  # what a URL may declare beside a permission
GET_POST = ("GET", "HEAD", "POST")


def page(
    permission: Permission | None, *also: Permission, methods: tuple[str, ...] = GET_POST
) -> Callable[[View], View]:
    """A page for officers whose role has `permission` and all of `also`. To others it is not there (404)."""
    needed = (permission, *also) if permission else also

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            # The middleware `set_up` sent others away; without it nobody comes in.
            if not request.complete:
                raise Http404
            if not all(may(request.actor, each) for each in needed):
                raise Http404
            try:
                with transaction.atomic():
                    return view(request, *args, **kwargs)
            except OpenedTooMany as error:
                note_limit(request.actor, error=error)
                return problem_page(request, error)
            except PulangError as error:
                return problem_page(request, error)

        guarded.declared = permission or SIGNED_IN  # type: ignore[attr-defined]
        guarded.needed = needed  # type: ignore[attr-defined]
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
    """A page of the sign-in library, which guards itself."""
    view.declared = SIGN_IN  # type: ignore[attr-defined]
    return view
