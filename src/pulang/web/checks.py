"""Closed by default: a URL that does not declare who may open it stops the start."""

import functools
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.openapi.views import default_home
from ninja.operation import PathView

from pulang.access.permissions import Permission
from pulang.web.pages import PUBLIC, SIGN_IN, SIGNED_IN

PEER = "peer"  # an inbox: the signature of the message is the door
API_TOKEN = "api"  # noqa: S105 - an endpoint group; each of its operations declares a permission
WORDS = {PUBLIC, SIGN_IN, SIGNED_IN, PEER, API_TOKEN}


@dataclass(frozen=True)
class Door:
    """A URL: its name with namespaces, its route with parameters, and what it declares."""

    name: str
    route: str
    declared: Permission | str | None
    callback: Any

    @property
    def needed(self) -> tuple[Permission, ...]:
        """Every permission that an officer needs for a page."""
        return getattr(self.callback, "needed", ())


def doors() -> list[Door]:
    """Every URL that Django serves."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: Sequence[URLPattern | URLResolver], route: str, space: str) -> Iterator[Door]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            yield Door(f"{space}{pattern.name}", here, _declared(pattern.callback), pattern.callback)


def _declared(callback: Any) -> Permission | str | None:
    """What the view says; for the API, that every operation behind it says something (`None` if one does not)."""
    if isinstance(callback, functools.partial) and callback.func is default_home:
        return PUBLIC  # the root of the API, which is never there
    found = getattr(callback, "declared", None)
    operations = operations_of(callback)
    if found is None and operations:
        return API_TOKEN if all(hasattr(each.view_func, "declared") for each in operations) else None
    return found


def operations_of(callback: Any) -> list[Any]:
    """The API's operations behind a URL, one a method; django-ninja keeps them in the view's closure."""
    if not inspect.isfunction(callback):
        return []
    view = inspect.getclosurevars(callback).nonlocals.get("self")
    return list(view.operations) if isinstance(view, PathView) else []


def undeclared(found: Sequence[Door]) -> list[Door]:
    return [door for door in found if not (isinstance(door.declared, Permission) or door.declared in WORDS)]


def check_doors(**_: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"The URL {door.route!r} does not declare who may open it.",
            hint="Decorate the view with @page, @signed_in or @public_page, an endpoint with @permitted.",
            id="pulang.E001",
        )
        for door in undeclared(doors())
    ]


def register_checks() -> None:
    checks.register(check_doors, "doors")
