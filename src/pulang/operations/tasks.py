"""Jobs of operations. A job is only a wake-up: what is to be done stands in the rows."""

from procrastinate.contrib.django import app

from pulang.access.policy import actor_for
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.operations.actions import run_bulk, run_list
from pulang.operations.models import Bulk, OperationList
from pulang.operations.waking import wake_bulk, wake_list


@app.task(name="operations.list", queue="lists")
def run_operation_list(source: str) -> None:
    """In the name of the officer who handed it in, with the rights that she has today."""
    with acting_as(system("job")):
        attached = OperationList.objects.select_related("handed_in_by").filter(source=source).first()
    if attached is not None and attached.handed_in_by.is_active:
        run_list(actor_for(attached.handed_in_by, via="job"), source=attached.source)


@app.task(name="operations.bulk", queue="lists")
def run_operation_bulk(bulk_id: str) -> None:
    """In the name of the officer who asked for it, with the rights that she has today."""
    with acting_as(system("job")):
        bulk = Bulk.objects.select_related("started_by").filter(pk=bulk_id).first()
    if bulk is not None and bulk.started_by.is_active:
        run_bulk(actor_for(bulk.started_by, via="job"), bulk_id=bulk.pk)


@app.periodic(cron="* * * * *")
@app.task(name="operations.tick", queue="lists", queueing_lock="operations.tick")
def tick(timestamp: int) -> None:
    """Every minute: what a killed worker left behind is taken up again."""
    with acting_as(system("tick")):
        for source in OperationList.objects.filter(finished_at=None).values_list("source", flat=True):
            wake_list(source)
        for bulk_id in Bulk.objects.filter(finished_at=None).values_list("pk", flat=True):
            wake_bulk(bulk_id)
