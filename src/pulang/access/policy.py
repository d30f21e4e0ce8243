"""Authorising: `require` for what a role may do, `action` and `query` for whole functions."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from pulang.access.models import Agency, Officer
from pulang.access.permissions import Permission
from pulang.access.roles import roles
from pulang.audit.record import written
from pulang.db.context import acting_as, read_once
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import NotAllowed, NotFound

P = ParamSpec("P")
R = TypeVar("R")
Acting = Callable[Concatenate[Actor, P], R]

#: Every action and query of the house by its full name, for the tests that look at all of them.
REGISTRY: dict[str, tuple[str, Permission | None]] = {}

#: Called after each action or query that ended well, with its full name and the audit entries it left.
OBSERVERS: list[Callable[[str, int], None]] = []


def actor_for(officer: Officer, *, via: str, purpose: str = "") -> Actor:
    """The actor that `officer` is at a door; an inactive officer may do nothing."""
    role = roles().get(officer.role)
    permissions = role.permissions if role and officer.is_active else frozenset()
    return Actor(
        kind=ActorKind.OFFICER,
        id=officer.pk,
        agency_id=officer.agency_id,
        permissions=frozenset(word.value for word in permissions),
        name=officer.name,
        purpose=purpose,
        via=via,
    )


def actor_named(username: str, *, via: str) -> Actor:
    """The actor with this user name, for whoever has the node's own shell and keys. Raises NotFound."""
    officer = Officer.objects.filter(username=username, is_active=True).first()
    if officer is None:
        raise NotFound()
    return actor_for(officer, via=via)


def actor_for_peer(agency_id: UUID, name: str) -> Actor:
    """A partner node, as which its messages are carried out."""
    return Actor(kind=ActorKind.PEER, id=None, agency_id=agency_id, name=name, via="exchange")


def may(actor: Actor, permission: Permission) -> bool:
    """Whether the role allows it. A peer may do what its agreement let through the inbox; a job, all."""
    return actor.kind is not ActorKind.OFFICER or permission.value in actor.permissions


def officer_id(actor: Actor) -> UUID:
    """The officer who acts; refuses where it is not a person, because a person's name must stand there."""
    if actor.kind is not ActorKind.OFFICER or actor.id is None:
        raise NotAllowed(needs="officer")
    return actor.id


def agency_id(actor: Actor) -> UUID:
    """The agency that acts, a partner node's included; refuses a job of the node."""
    if actor.agency_id is None:
        raise NotAllowed(needs="agency")
    return actor.agency_id


def agency_of(actor: Actor) -> Agency:
    """The row of `agency_id`, read once in a transaction."""
    own = agency_id(actor)
    return read_once(("agency", own), lambda: Agency.objects.get(pk=own))


def require(actor: Actor, permission: Permission) -> None:
    if not may(actor, permission):
        raise NotAllowed(permission=permission.value)


def action(permission: Permission | None) -> Callable[[Acting[P, R]], Acting[P, R]]:
    """A write: authorised, in one transaction, with the database seeing the actor.

    `None` only where the function itself decides (signing in, a job of the node); it says so in its docstring.
    """
    return _door("action", permission)


def query(permission: Permission | None) -> Callable[[Acting[P, R]], Acting[P, R]]:
    """A read: authorised, in a transaction, so that its audit row commits before anything is shown."""
    return _door("query", permission)


def _door(kind: str, permission: Permission | None) -> Callable[[Acting[P, R]], Acting[P, R]]:
    def decorate(function: Acting[P, R]) -> Acting[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"
        REGISTRY[name] = (kind, permission)

        @functools.wraps(function)
        def guarded(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if permission is not None:
                require(actor, permission)
            before = written()
            with acting_as(actor, reading=kind == "query"):
                result = function(actor, *args, **kwargs)
            for observe in OBSERVERS:
                observe(name, written() - before)
            return result

        return guarded

    return decorate
