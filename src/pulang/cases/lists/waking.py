"""What is to be done stands in the rows; a job is only a wake-up."""

from uuid import UUID

from pulang.db import jobs


def wake(import_id: UUID) -> None:
    """Have the list taken once this transaction commits."""
    jobs.wake("lists.run", lock=f"list:{import_id}", import_id=str(import_id))
