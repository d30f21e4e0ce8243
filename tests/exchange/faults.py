"""Faults of a node that is reached over HTTP: its database goes away anywhere, its disk fails."""

import itertools
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

NODE_FAULTS = ("line down before a statement", "line down before a commit", "line down after a commit", "disk full")


class Faults:
    """Strikes once, in a thread of the server, at the nth place of its kind after it was set."""

    def __init__(self) -> None:
        self.kind, self.struck = "", 0
        self._places: Iterator[int] = itertools.count(1)
        self._number = 0

    def set(self, kind: str, number: int) -> None:
        self.kind, self._number, self._places = kind, number, itertools.count(1)

    def strikes(self, kind: str) -> bool:
        if kind != self.kind or threading.current_thread() is threading.main_thread():
            return False
        if next(self._places) != self._number:
            return False
        self.kind = ""
        self.struck += 1
        return True


@contextmanager
def failing() -> Iterator[Faults]:
    """The places at which a fault may strike, in whatever thread has a connection."""
    faults = Faults()
    execute, commit, fsync = CursorWrapper._execute_with_wrappers, BaseDatabaseWrapper._commit, os.fsync

    def executes(cursor: CursorWrapper, *args: Any, **more: Any) -> Any:
        if faults.strikes("line down before a statement"):
            cursor.db.connection.close()
        return execute(cursor, *args, **more)

    def commits(wrapper: BaseDatabaseWrapper) -> None:
        if faults.strikes("line down before a commit"):
            wrapper.connection.close()
        commit(wrapper)
        if faults.strikes("line down after a commit"):
            raise OperationalError("the answer of the database was lost")

    def syncs(file: int) -> None:
        if faults.strikes("disk full"):
            raise OSError(28, "No space left on device")
        fsync(file)

    patched: list[tuple[object, str, Callable[..., Any]]] = [
        (CursorWrapper, "_execute_with_wrappers", executes),
        (BaseDatabaseWrapper, "_commit", commits),
        (os, "fsync", syncs),
    ]
    with patch.object(*patched[0]), patch.object(*patched[1]), patch.object(*patched[2]):
        yield faults
