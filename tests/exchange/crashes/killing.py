"""`kill -9` of a step at one of its places: before a statement, about a commit, before and after a file changes.

A child process does the step with its own connection to the database and kills itself at its nth place. What
stands then must be all or nothing; done again, it must be there once. A file that was put in its place before it
was on the disk is empty after the crash, and a line that was being written is torn: the power may go as well.
"""

import gc
import itertools
import os
import signal
import stat
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections

Step = Callable[[], object]
Places = Callable[[], Iterable[int]]
LONGEST = 600  # places: more than any step has

_inherited: list[Any] = []  # connections of the parent: whoever let one go would end it for the parent too
_places: "Count | None" = None  # of the child


def in_turn() -> Iterable[int]:
    """Every place, until the step comes to its end."""
    return range(1, LONGEST)


class Count:
    """Kills this process at its nth place, counted from the start or from where a planted bug begins."""

    def __init__(self, number: int, *, begun: bool) -> None:
        self.begun, self._places, self._number = begun, itertools.count(1), number
        self.unsynced: list[Any] = []  # files in their place that are not on the disk yet

    def passed(self, last: Step = lambda: None) -> None:
        """A place; `last` is done where it is the one."""
        if self.begun and next(self._places) == self._number:
            last()
            for path in self.unsynced:
                os.truncate(path, 0)
            os.kill(os.getpid(), signal.SIGKILL)


def from_here() -> None:
    """A planted bug begins: its places are the ones that are looked for."""
    if _places is not None:
        _places.begun = True


@contextmanager
def cheap_forks() -> Iterator[None]:
    """What is in memory now stays shared with the children: no collector of garbage writes to it."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def crashes(step: Step, places: Places = in_turn, *, in_bug: bool = False) -> Iterator[int]:
    """Kill the step at each of the places, until it comes to its end."""
    for number in places():
        if not killed_at(number, step, in_bug=in_bug):
            return
        yield number
    raise AssertionError("a step has an end")


def killed_at(number: int, step: Step, *, in_bug: bool = False) -> bool:
    """Whether the child was killed at its nth place; False where it came to its end before."""
    _nobody_else()
    child = os.fork()
    if child == 0:
        _be_child(Count(number, begun=not in_bug), step)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        assert os.WEXITSTATUS(status) == 0, "the step fails where nobody kills it"
        return False
    assert os.WTERMSIG(status) == signal.SIGKILL
    return True


def _be_child(count: Count, step: Step) -> None:
    global _places
    status = 1
    try:
        gc.disable()
        _places = count
        _own_connections()
        _watch_commits(count)
        _watch_files(count)

        def wrapper(execute: Any, *args: Any) -> Any:
            count.passed()
            return execute(*args)

        with connection.execute_wrapper(wrapper):
            step()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _own_connections() -> None:
    for each in connections.all(initialized_only=True):
        _inherited.append(each.connection)
        each.connection = None


def _watch_commits(count: Count) -> None:
    """A place before each commit, and one after it, before anybody can be told."""
    commit = connection._commit

    def watched() -> None:
        count.passed()
        commit()
        count.passed()

    connection._commit = watched


def _watch_files(count: Count) -> None:
    synced: set[tuple[int, int]] = set()  # which file, and as of when
    fsync, write, unlink = os.fsync, os.write, os.unlink

    def version(place: Any) -> tuple[int, int]:
        found = os.stat(place)
        return found.st_ino, found.st_mtime_ns

    def syncs(place: int) -> None:
        count.passed()
        fsync(place)
        synced.add(version(place))

    def writes(place: int, content: Any) -> int:
        if stat.S_ISREG(os.fstat(place).st_mode):
            count.passed()
            count.passed(lambda: write(place, bytes(content)[: len(content) // 2]))
        return write(place, content)

    def removes(*args: Any, **more: Any) -> None:
        count.passed()
        unlink(*args, **more)

    def puts(call: Callable[..., Any]) -> Callable[..., Any]:
        def calls(source: Any, target: Any, **more: Any) -> None:
            count.passed()
            if version(source) not in synced:
                count.unsynced.append(target)
            call(source, target, **more)
            count.passed()

        return calls

    os.fsync, os.write, os.unlink = syncs, writes, removes
    for name in ("replace", "rename", "link"):
        setattr(os, name, puts(getattr(os, name)))


def _nobody_else() -> None:
    """The server notices a killed process only at its next word; until then its locks stand."""
    with connections["owner"].cursor() as cursor:
        for _ in range(5000):
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.001)
    raise AssertionError("the lock of a killed process stands")
