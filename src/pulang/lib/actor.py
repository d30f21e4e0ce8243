"""Who acts: one value that every action takes first."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID


class ActorKind(StrEnum):
    """An officer of an agency of this node, a peer node, or the system itself."""

    OFFICER = "officer"
    PEER = "peer"
    SYSTEM = "system"


Via = Literal["web", "api", "cli", "job"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Built by ``access`` only. ``id`` is the officer's or the peer's; the system has none."""

    kind: ActorKind
    id: UUID | None = None
    agency_id: UUID | None = None
    permissions: frozenset[str] = frozenset()
    name: str = ""
    purpose: str = ""
    via: Via = "web"

    def __post_init__(self) -> None:
        if (self.id is None) != (self.kind is ActorKind.SYSTEM):
            raise ValueError("an officer or a peer has an id, the system has none")
        if self.kind is ActorKind.OFFICER and self.agency_id is None:
            raise ValueError("an officer belongs to an agency")

    def may(self, permission: str) -> bool:
        """Whether the actor holds the permission; what it may be used on is decided elsewhere."""
        return permission in self.permissions
