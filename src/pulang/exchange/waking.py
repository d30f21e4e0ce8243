"""What is to be sent or opened stands in the rows; a job is only a wake-up."""

from datetime import datetime
from uuid import UUID

from pulang.db import jobs


def wake(peer_id: UUID, at: datetime | None = None) -> None:
    """Have the peer's queue delivered once this transaction commits, or at a time."""
    lock = f"deliver:{peer_id}" if at is None else f"deliver-later:{peer_id}"
    jobs.wake("exchange.deliver", lock=lock, at=at, peer_id=str(peer_id))


def finish_soon(attachment_id: UUID) -> None:
    """Have a file that came whole opened once this transaction commits."""
    jobs.wake("exchange.finish_attachment", lock=f"attachment:{attachment_id}", attachment_id=str(attachment_id))
