"""Message kinds: a domain registers each with its schema and what it does. A name is never used twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jsonschema import Draft202012Validator

from pulang.access.permissions import Permission
from pulang.exchange.errors import Refused
from pulang.exchange.schemas import validator
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
    approvers: int = 0  # officers who stand behind it, the author too where four eyes were asked for
    scope: UUID | None = None  # the case of the object that it is about, where one is here
    files: int = 0  # that it announces


@dataclass(frozen=True)
class Copy:
    """A copy of a partner's object that is to go: `scope` is the local case, `reason` a code of the owner."""

    uid: UUID
    scope: UUID
    node: str
    peer_agency: UUID
    reason: str


@dataclass(frozen=True)
class Counts:
    """What an operation of the owner reached here; the receipt says it."""

    copies: int = 0
    attachments: int = 0
    exports: int = 0
    onward: int = 0


@dataclass(frozen=True)
class Effect:
    """What was done: `scope` is the case that the message now belongs to, if any.

    `counts` go into a receipt `applied`; where it `waits`, since others got a copy from here, that one follows once
    they have said that theirs is gone. `code` is `superseded` where a higher version of the object stood here.
    """

    scope: UUID | None = None
    code: str = ""
    counts: Counts | None = None
    waits: bool = False


Handler = Callable[[Actor, Received], Effect]


@dataclass(frozen=True)
class Kind:
    """One message kind of the protocol.

    `handle` runs the ordinary action with the peer as actor, inside the transaction of the inbox; it raises
    `Refused` or another PulangError to refuse. `answers` is the kind that it answers; `asks` marks one that is
    answered otherwise. With `attachments` files may go with it. A kind with an object of its own names the field
    of the body that holds its uid in `object_field`, and says how a copy is taken back (`withdraw`) and closed to
    others (`restrict`).
    """

    name: str
    schema: Mapping[str, Any]
    handle: Handler
    permission: Permission = Permission.MESSAGE_SEND
    due: str = ""
    answers: str = ""
    asks: bool = False
    attachments: bool = False
    object_field: str = ""
    withdraw: Callable[[Actor, Copy], Counts] | None = None
    restrict: Handler | None = None

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


def validator_for(kind: Kind, op: str) -> Draft202012Validator:
    """What the body must be: the kind's own form, or that of an owner's change that carries no content."""
    return validator("object.change") if op in ("withdraw", "restrict", "review") else kind.validator()


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
    answered = {kind.answers for kind in _kinds.values() if kind.answers}
    return frozenset(answered | {kind.name for kind in _kinds.values() if kind.asks})
