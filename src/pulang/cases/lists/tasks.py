"""Jobs that take lists. A job is only a wake-up: what is to be done stands in the rows."""

from procrastinate.contrib.django import app

from pulang.access.policy import actor_for
from pulang.cases.lists.actions import run_import
from pulang.cases.lists.models import ListImport
from pulang.cases.lists.waking import wake
from pulang.db.context import acting_as
from pulang.lib.actor import system


@app.task(name="lists.run", queue="lists")
def run_list_import(import_id: str) -> None:
    """Take the rows in the name of the officer who handed the list in, with the rights that she has today."""
    with acting_as(system("job")):
        taken = ListImport.objects.select_related("started_by").filter(pk=import_id).first()
    if taken is not None and taken.started_by.is_active:
        run_import(actor_for(taken.started_by, via="job"), import_id=taken.pk)


@app.periodic(cron="* * * * *")
@app.task(name="lists.tick", queue="lists", queueing_lock="lists.tick")
def tick(timestamp: int) -> None:
    """Every minute: what a killed worker left behind is taken up again."""
    with acting_as(system("tick")):
        for import_id in ListImport.objects.filter(finished_at=None).values_list("pk", flat=True):
            wake(import_id)
