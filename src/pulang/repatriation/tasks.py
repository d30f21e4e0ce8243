"""Jobs of the way home. A job is only a wake-up: what is to be done stands in the rows."""

from procrastinate.contrib.django import app

from pulang.lib.actor import system
from pulang.repatriation.actions import escalate_steps


@app.periodic(cron="* * * * *")
@app.task(name="repatriation.late", queue="cases", queueing_lock="repatriation.late")
def tell_late(timestamp: int) -> None:
    """Every minute: steps that are late go to their fallback."""
    escalate_steps(system("late"))
