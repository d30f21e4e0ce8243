"""Jobs of cases. A job is only a wake-up: what is to be done stands in the rows."""

from procrastinate.contrib.django import app

from pulang.cases.actions.deadlines import watch_deadlines
from pulang.lib.actor import system


@app.periodic(cron="* * * * *")
@app.task(name="cases.deadlines", queue="cases", queueing_lock="cases.deadlines")
def watch(timestamp: int) -> None:
    """Every minute: reminders, escalation, and what is to be checked or to go."""
    watch_deadlines(system("deadlines"))
