"""Who acts: one frozen value that every action and query takes first."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    OFFICER = "officer"
    PEER = "peer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """An officer, a peer node or a job of this node.

    `permissions` are the words of `pulang.access.permissions.Permission`; `purpose` is why she looks, as she
    said it at the door; `via` names the door (web, api, cli, job, exchange).
    """

    kind: ActorKind
    id: UUID | None = None
    agency_id: UUID | None = None
    permissions: frozenset[str] = frozenset()
    name: str = ""
    purpose: str = ""
    via: str = ""

    def __post_init__(self) -> None:
        complete = {
            ActorKind.OFFICER: self.id is not None and self.agency_id is not None,
            ActorKind.PEER: self.agency_id is not None,
            ActorKind.SYSTEM: self.id is None and self.agency_id is None,
        }
        if not complete[self.kind]:
            raise ValueError(f"incomplete actor of kind {self.kind}")

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM


def system(via: str) -> Actor:
    """The node itself, for jobs and set-up; `via` says which."""
    return Actor(kind=ActorKind.SYSTEM, name="system", via=via)
