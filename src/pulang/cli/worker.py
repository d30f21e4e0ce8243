"""`pulang worker`: does the jobs of a node until it is told to stop."""

import os
from typing import Annotated

import typer

from pulang.cli.pin import see_token
from pulang.config.environment import load_django

GIVES_WAY = 5  # of the scale of `nice`


def worker(
    concurrency: Annotated[int, typer.Option(help="Jobs at once")] = 4,
) -> None:
    """Run deliveries, imports and deadlines. Ctrl-C lets running jobs end; a kill loses none, they run again.

    Officers at their desks go first: where processors are short, jobs get less of them. What is done is forgotten,
    what failed stays to be looked at.
    """
    os.nice(GIVES_WAY)
    see_token()
    load_django()
    from procrastinate.contrib.django import app as jobs
    from procrastinate.jobs import DeleteJobCondition

    from pulang.exchange.objects.restoring import take_back_again
    from pulang.exchange.tasks import wake_all

    take_back_again()
    wake_all()
    with jobs.replace_connector(jobs.connector.get_worker_connector()) as running:  # type: ignore[attr-defined]
        running.run_worker(
            concurrency=concurrency, shutdown_graceful_timeout=10, delete_jobs=DeleteJobCondition.SUCCESSFUL
        )
