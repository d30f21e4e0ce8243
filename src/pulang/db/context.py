"""The row context: PostgreSQL shows a transaction only what the actor in it may see.

The policies of `protect` read three settings that live as long as the transaction (or the savepoint). Without
them no row of a protected table is there.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection, transaction

from pulang.db.gathering import undone_together
from pulang.lib.actor import Actor

_current: ContextVar[Actor | None] = ContextVar("pulang_actor", default=None)
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("pulang_kept", default=None)
T = TypeVar("T")


@contextmanager
def acting_as(actor: Actor, *, reading: bool = False) -> Iterator[None]:
    """One transaction (a savepoint inside another) in which the database sees `actor`.

    `reading` inside a transaction of the same actor needs no savepoint: there is nothing to take back.
    """
    before = _current.get()
    if reading and actor == before and connection.in_atomic_block:
        yield
        return
    with undone_together():
        if actor != before:
            _tell_database(actor)
        token = _current.set(actor)
        kept = _kept.set({} if before is None else _kept.get())
        try:
            yield
        finally:
            _kept.reset(kept)
            _current.reset(token)
        if connection.needs_rollback:
            return  # rolling back takes the settings back too
        if before is not None and actor != before:
            _tell_database(before)
        elif before is None and transaction.get_connection().savepoint_ids:
            # Inside somebody else's transaction (a test's): leave nothing behind.
            _tell_database(None)


def read_once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, asked for once in a transaction: for rows that change once a year and are shown to all."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    found: T = kept[key]
    return found


def _tell_database(actor: Actor | None) -> None:
    values = (
        actor.kind.value if actor else "",
        str(actor.id or "") if actor else "",
        str(actor.agency_id or "") if actor else "",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pulang.kind', %s, true), set_config('pulang.officer', %s, true),"
            " set_config('pulang.agency', %s, true)",
            values,
        )
