"""Which of the answers to one item stand: nothing that was said is overwritten unseen. Pure."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Versioned(Protocol):
    """`version` counts from 1; `base` is the last version that was seen when this one was written."""

    @property
    def version(self) -> int: ...

    @property
    def base(self) -> int: ...


Row = TypeVar("Row", bound=Versioned)


def heads(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Those that no later answer has taken the place of, oldest first. More than one: said side by side."""
    found = list(rows)
    seen = max((row.base for row in found), default=0)
    return tuple(sorted((row for row in found if row.version > seen), key=lambda row: row.version))
