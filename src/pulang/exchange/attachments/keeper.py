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
    """A file that came whole. `pieces` raises SealBroken where it was altered.

    `message` brought it to `scope`, which is None only where such files belong to no case.
    """

    message: UUID
    scope: UUID | None
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

    `take`: keep what arrived, return the id of the file, None where only its coming mattered; raises PulangError
    with the code of why not.
    `drop`: remove files, return how many there were. `restrict`: their handling is another now.
    """

    read: Callable[[UUID, int], Iterator[bytes]]
    take: Callable[[Arrived], UUID | None]
    drop: Callable[[Collection[UUID]], int]
    restrict: Callable[[Collection[UUID], Mapping[str, Any]], None]


_OF_CASES = ""
_keepers: dict[str, Keeper] = {}


def register_keeper(keeper: Keeper, kind: str = _OF_CASES) -> None:
    """Called once by the domain that keeps files: those of one `kind` of messages, else all that belong to a case.

    Raises ValueError where these have a keeper already.
    """
    if kind in _keepers:
        raise ValueError(f"files have a keeper already: {kind or 'those of cases'}")
    _keepers[kind] = keeper


def keeper(kind: str = _OF_CASES) -> Keeper:
    """Who keeps the files of messages of this kind."""
    return _keepers[_OF_CASES if belongs_to_case(kind) else kind]


def belongs_to_case(kind: str) -> bool:
    """Whether what goes with such a message must have a case that keeps it."""
    return kind not in _keepers
