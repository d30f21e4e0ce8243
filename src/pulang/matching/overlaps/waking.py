"""What is to be done stands in the rows; a job is only a wake-up."""

from uuid import UUID

from pulang.db import jobs


def wake(overlap_id: UUID) -> None:
    """Go on with a comparison once this transaction commits."""
    jobs.wake("overlaps.go_on", lock=f"overlap:{overlap_id}", overlap_id=str(overlap_id))
