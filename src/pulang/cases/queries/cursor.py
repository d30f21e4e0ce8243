"""Where a page of a list ends, as text for an address: a list is read on from a row, never by counting rows."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID


@dataclass(frozen=True)
class Cursor:
    """The last row of a page: its time, its id, and in the queue the segment it stood in."""

    at: datetime
    id: UUID
    segment: str = ""

    def __str__(self) -> str:
        return f"{self.segment}~{self.at.timestamp():.6f}~{self.id}"


def read_cursor(text: str) -> Cursor | None:
    """The cursor that `text` is, or None: an address that somebody altered begins at the first page."""
    try:
        segment, at, row = text.split("~")
        return Cursor(datetime.fromtimestamp(float(at), tz=UTC), UUID(row), segment)
    except (ValueError, OverflowError, OSError):
        return None
