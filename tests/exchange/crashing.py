"""`kill -9` of a step at each of its places in turn: before a statement, about a commit, before a file changes.

A child process does the step with its own connection to the database and kills itself at its nth place. What stands
then must be all or nothing; done again, it must be there once.
"""

import itertools
import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, connections

LONGEST = 600  # places: more than any step has
FILE_CALLS = ("fsync", "replace", "link", "unlink", "rename")
Step = Callable[[], object]
Passed = Callable[[], None]


def crashes(step: Step, *, every: int) -> Iterator[int]:
    """Kill the step at each place in turn, until it comes to its end."""
    for number in range(1, LONGEST, every):
        if not killed_at(number, step):
            return
        yield number
    raise AssertionError("a step has an end")


def killed_at(number: int, step: Step) -> bool:
    """Whether the child was killed at its nth place; False where it came to its end before."""
    _nobody_else()
    connections.close_all()
    child = os.fork()
    if child == 0:
        count = itertools.count(1)

        def passed() -> None:
            if next(count) == number:
                os.kill(os.getpid(), signal.SIGKILL)

        def wrapper(execute: Any, *args: Any) -> Any:
            passed()
            return execute(*args)

        _watch_commits(passed)
        _watch_files(passed)
        try:
            with connection.execute_wrapper(wrapper):
                step()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _watch_commits(passed: Passed) -> None:
    """A place before each commit, and one after it, before anybody can be told."""
    commit = connection._commit

    def watched() -> None:
        passed()
        commit()
        passed()

    connection._commit = watched


def _watch_files(passed: Passed) -> None:
    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def calls(*args: Any, **more: Any) -> Any:
            passed()
            return call(*args, **more)

        return calls

    for name in FILE_CALLS:
        setattr(os, name, watched(getattr(os, name)))


def _nobody_else() -> None:
    """The server notices a killed process only at its next word; until then its locks stand."""
    with connections["owner"].cursor() as cursor:
        for _ in range(500):
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.01)
    raise AssertionError("the lock of a killed process stands")
