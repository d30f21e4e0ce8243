"""What is to be done stands in the rows; a job is only a wake-up."""

from uuid import UUID

from pulang.db import jobs


def wake_list(source: UUID) -> None:
    """Have the list taken and its people enrolled once this transaction commits."""
    jobs.wake("operations.list", lock=f"operation-list:{source}", source=str(source))


def wake_bulk(bulk_id: UUID) -> None:
    """Have a bulk carried out once this transaction commits."""
    jobs.wake("operations.bulk", lock=f"operation-bulk:{bulk_id}", bulk_id=str(bulk_id))
