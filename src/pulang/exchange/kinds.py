"""Message kinds: a domain registers each with its schema and what it does. A name is never used twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jsonschema import Draft202012Validator

from pulang.access.permissions import Permission
from pulang.exchange.errors import Refused
from pulang.lib.actor import Actor


@dataclass(frozen=True)
class Received:
    """A verified message for a handler. `node` is the sender, `peer_agency` stands for it in grants."""

    id: UUID
    kind: str
    node: str
    peer_agency: UUID
    body: Mapping[str, Any]
    thread: UUID
    re: UUID | None
    obj: Mapping[str, Any] | None
    handling: Mapping[str, Any]
    due: str
    reply_by: datetime | None
    created: datetime


@dataclass(frozen=True)
class Effect:
    """What a handler did: `scope` is the case that the message now belongs to, if any."""

    scope: UUID | None = None


Handler = Callable[[Actor, Received], Effect]


@dataclass(frozen=True)
class Kind:
    """One message kind of the protocol.

    `handle` runs the ordinary action with the peer as actor, inside the transaction of the inbox; it raises
    `Refused` or another PulangError to refuse. `answers` is the kind that it answers.
    """

    name: str
    schema: Mapping[str, Any]
    handle: Handler
    permission: Permission = Permission.MESSAGE_SEND
    due: str = ""
    answers: str = ""

    def validator(self) -> Draft202012Validator:
        return _validators[self.name]


_kinds: dict[str, Kind] = {}
_validators: dict[str, Draft202012Validator] = {}


def register(kind: Kind) -> None:
    """Called by a domain when it is ready. Raises ValueError for a name that is taken."""
    if kind.name in _kinds:
        raise ValueError(f"the message kind {kind.name} is registered already")
    Draft202012Validator.check_schema(dict(kind.schema))
    _validators[kind.name] = Draft202012Validator(dict(kind.schema))
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    """Raises Refused(kind_unknown)."""
    if name not in _kinds:
        raise Refused("kind_unknown", kind=name)
    return _kinds[name]


def registered() -> list[Kind]:
    """Every kind that this node knows, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def answer_to(name: str) -> Kind:
    """The kind that answers `name`. Raises Refused(kind_unknown) where it takes no answer."""
    for kind in _kinds.values():
        if kind.answers == name:
            return kind
    raise Refused("kind_unknown", kind=name)


def asking_kinds() -> frozenset[str]:
    """The kinds that take an answer; a deadline on any other is the sender's wish and binds nobody."""
    return frozenset(kind.answers for kind in _kinds.values() if kind.answers)
