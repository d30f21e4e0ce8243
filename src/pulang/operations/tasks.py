"""Jobs of operations. A job is only a wake-up: what is to be done stands in the rows."""

from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def wake_list(source: UUID) -> None:
    """Have the list taken and its people enrolled once this transaction commits; one wake-up is enough."""
    try:
        with transaction.atomic():
            run_operation_list.configure(queueing_lock=f"operation-list:{source}").defer(source=str(source))
    except AlreadyEnqueued:
        return


def take_up_again(source: UUID) -> None:
    """A row of the list was taken after the others: whoever it brought is enrolled too. Part of an action."""
    from pulang.db.context import acting_as
    from pulang.lib.actor import system
    from pulang.operations.models import OperationList

    with acting_as(system("lists")):
        found = OperationList.objects.filter(source=source).update(finished_at=None)
    if found:
        wake_list(source)


@app.task(name="operations.list", queue="lists")
def run_operation_list(source: str) -> None:
    """In the name of the officer who handed it in, with the rights that she has today."""
    from pulang.access.policy import actor_for
    from pulang.db.context import acting_as
    from pulang.lib.actor import system
    from pulang.operations.actions import run_list
    from pulang.operations.models import OperationList

    with acting_as(system("job")):
        attached = OperationList.objects.select_related("handed_in_by").filter(source=source).first()
    if attached is not None and attached.handed_in_by.is_active:
        run_list(actor_for(attached.handed_in_by, via="job"), source=attached.source)


def wake_bulk(bulk_id: UUID) -> None:
    """Have a bulk carried out once this transaction commits; one wake-up is enough."""
    try:
        with transaction.atomic():
            run_operation_bulk.configure(queueing_lock=f"operation-bulk:{bulk_id}").defer(bulk_id=str(bulk_id))
    except AlreadyEnqueued:
        return


@app.task(name="operations.bulk", queue="lists")
def run_operation_bulk(bulk_id: str) -> None:
    """In the name of the officer who asked for it, with the rights that she has today."""
    from pulang.access.policy import actor_for
    from pulang.db.context import acting_as
    from pulang.lib.actor import system
    from pulang.operations.actions import run_bulk
    from pulang.operations.models import Bulk

    with acting_as(system("job")):
        bulk = Bulk.objects.select_related("started_by").filter(pk=bulk_id).first()
    if bulk is not None and bulk.started_by.is_active:
        run_bulk(actor_for(bulk.started_by, via="job"), bulk_id=bulk.pk)


@app.periodic(cron="* * * * *")
@app.task(name="operations.tick", queue="lists", queueing_lock="operations.tick")
def tick(timestamp: int) -> None:
    """Every minute: what a killed worker left behind is taken up again."""
    from pulang.db.context import acting_as
    from pulang.lib.actor import system
    from pulang.operations.models import Bulk, OperationList

    with acting_as(system("tick")):
        for source in OperationList.objects.filter(finished_at=None).values_list("source", flat=True):
            wake_list(source)
        for bulk_id in Bulk.objects.filter(finished_at=None).values_list("pk", flat=True):
            wake_bulk(bulk_id)
