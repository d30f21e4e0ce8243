"""Double submit, a reload, a retry after a lost answer: one effect."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

from pulang.db.models import Once
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound

Row = TypeVar("Row", bound=Model)


def once(actor: Actor, key: str, make: Callable[[], UUID]) -> UUID:
    """Run `make` unless the actor did so with this key before; return the result of the first run.

    A second request at the same moment waits until the first has committed. An empty key means no guard.
    """
    if not key:
        return make()
    own = f"{actor.id or actor.agency_id}:{key}"[:120]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO db_once (key, at) VALUES (%s, now()) ON CONFLICT DO NOTHING", [own])
        first = cursor.rowcount == 1
    if first:
        result = make()
        Once.objects.filter(key=own).update(result=result)
        return result
    held = Once.objects.get(key=own).result
    assert held is not None, "a token without a result: its transaction has not ended"
    return held


def row_once(actor: Actor, key: str, model: type[Row], make: Callable[[], Row]) -> Row:
    """As `once`, for an action that gives back the row it made. Raises NotFound where she may see it no longer."""
    made: list[Row] = []

    def keep() -> UUID:
        made.append(make())
        found: UUID = made[0].pk
        return found

    pk = once(actor, f"{model._meta.label_lower}:{key}" if key else "", keep)
    row = made[0] if made else model._default_manager.filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row
