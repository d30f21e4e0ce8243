"""Where files come from and go to. The exchange knows bytes; the domain that keeps files registers itself here."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Attached:
    """A file of this node that goes with a message. `sha256` is hexadecimal, of the plain file."""

    file: UUID
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Arrived:
    """A file that came whole. `pieces` raises SealBroken where it was altered; `message` brought it to `scope`."""

    message: UUID
    scope: UUID
    node: str
    owner: str
    peer_agency: UUID
    handling: Mapping[str, Any]
    name: str
    media_type: str
    size: int
    pieces: Iterator[bytes]


@dataclass(frozen=True)
class Keeper:
    """`read(file, chunk)`: the plain file from that chunk on; raises NotFound where it is gone.

    `take`: keep what arrived, return the id of the file; raises PulangError with the code of why not.
    `drop`: remove files, return how many there were. `restrict`: their handling is another now.
    """

    read: Callable[[UUID, int], Iterator[bytes]]
    take: Callable[[Arrived], UUID]
    drop: Callable[[Collection[UUID]], int]
    restrict: Callable[[Collection[UUID], Mapping[str, Any]], None]


_keepers: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Called once by the domain that keeps files. Raises ValueError where there is one already."""
    if _keepers:
        raise ValueError("files have a keeper already")
    _keepers.append(keeper)


def keeper() -> Keeper:
    return _keepers[0]
