"""Jobs of comparisons: seconds of arithmetic, never in a request."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.matching.overlaps.actions import expire_overlap, proceed
from pulang.matching.overlaps.actions.expire import overdue
from pulang.matching.overlaps.models import Overlap, State
from pulang.matching.overlaps.waking import wake


@app.task(name="overlaps.go_on", queue="lists")
def go_on(overlap_id: str) -> None:
    """Do what its state asks for; doing so twice has one effect."""
    proceed(system("job"), overlap_id=UUID(overlap_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="overlaps.tick", queue="lists", queueing_lock="overlaps.tick")
def tick(timestamp: int) -> None:
    """What a killed worker left behind is taken up again; what nobody answered in time ends."""
    now = datetime.fromtimestamp(timestamp, UTC)
    with acting_as(system("tick")):
        late = list(overdue(now).values_list("pk", flat=True))
    for overlap_id in late:
        expire_overlap(system("tick"), overlap_id=overlap_id, now=now)
    with acting_as(system("tick")):
        for overlap_id in Overlap.objects.filter(
            state__in=(State.PREPARING, State.ASKED, State.ARRIVING, State.WORKING)
        ).values_list("pk", flat=True):
            wake(overlap_id)
