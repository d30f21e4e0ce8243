"""Rows that nobody reads before the transaction ends are written together: audit, story and log of a batch.

Each costs a round trip to the database; a batch of messages writes hundreds.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import Model

_gathered: ContextVar[list[tuple[Model, bool]] | None] = ContextVar("pulang_gathered", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """What is given to `insert` within the block is written at its end, as whoever acts then, in the same order.

    Inside a transaction. Where the block fails nothing of it is written.
    """
    token = _gathered.set([])
    try:
        yield
        write_gathered()
    finally:
        _gathered.reset(token)


@contextmanager
def undone_together() -> Iterator[None]:
    """A savepoint: where the block fails, what was gathered in it is undone too."""
    rows = _gathered.get()
    before = len(rows) if rows is not None else 0
    try:
        with transaction.atomic():
            yield
    except BaseException:
        if rows is not None:
            del rows[before:]
        raise


def insert(rows: Sequence[Model], *, unless_there: bool = False) -> None:
    """Write new rows: now, or with all others of the block in which they are gathered.

    `unless_there`: a row that is there already (by a unique constraint) stays as it is.
    """
    gathered = _gathered.get()
    marked = [(row, unless_there) for row in rows]
    if gathered is None:
        _write(marked)
    else:
        gathered.extend(marked)


def write_gathered() -> None:
    """Write what has gathered so far, because somebody is about to read it."""
    rows = _gathered.get()
    if rows:
        _write(rows)
        rows.clear()


def _write(rows: Sequence[tuple[Model, bool]]) -> None:
    alike: dict[tuple[type[Model], bool], list[Model]] = {}
    for row, unless_there in rows:
        alike.setdefault((type(row), unless_there), []).append(row)
    for (model, unless_there), same in alike.items():
        model._default_manager.bulk_create(same, ignore_conflicts=unless_there)
