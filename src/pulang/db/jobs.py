"""Jobs are deferred by name, with the change that wants them: the one who asks need not know the one who works."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def wake(task: str, *, lock: str, at: datetime | None = None, **told: str) -> None:
    """Have a task run once this transaction commits, or at a time; of one lock one wake-up waits at most."""
    try:
        with transaction.atomic():
            app.configure_task(task, allow_unknown=False, queueing_lock=lock, schedule_at=at).defer(**told)
    except AlreadyEnqueued:
        return
