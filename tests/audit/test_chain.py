"""The audit chain: only added to, and every change of a row is found."""

import pytest
from django.db import Error, connection, connections, transaction

from pulang.audit.events import Event
from pulang.audit.models import Entry
from pulang.audit.record import record
from pulang.audit.verify import verify
from pulang.lib.ids import new_id
from tests.cast import Cast, make_cast


def record_some(cast: Cast, count: int = 5) -> None:
    for number in range(count):
        record(cast.officer, Event.CASE_READ, scope=new_id(), number=number)


def test_an_untouched_chain_holds(cast):
    record_some(cast)
    found = verify()
    assert found.holds, found.problems
    assert found.entries >= 5


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET text = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_the_app_cannot_change_what_stands(cast, statement):
    record_some(cast)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_app_cannot_move_the_head(cast):
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_head SET seq = 0")


TAMPERING = {
    "a deleted row": "DELETE FROM audit_entry WHERE id = (SELECT id FROM audit_entry ORDER BY id OFFSET 2 LIMIT 1)",
    "the last row cut off": "DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)",
    "an altered text": "UPDATE audit_entry SET text = replace(text, 'case.read', 'case.seen')"
    " WHERE id = (SELECT min(id) FROM audit_entry WHERE event = 'case.read')",
    "an altered column": "UPDATE audit_entry SET actor_id = NULL"
    " WHERE id = (SELECT min(id) FROM audit_entry WHERE event = 'case.read')",
    "two rows swapped": "UPDATE audit_entry a SET text = b.text, event = b.event, scope = b.scope, at = b.at"
    " FROM audit_entry b WHERE a.id = (SELECT min(id) FROM audit_entry WHERE event = 'case.read')"
    " AND b.id = (SELECT max(id) FROM audit_entry)",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_by_the_owner_is_found(committed, statement):
    with transaction.atomic():
        record_some(make_cast())
    with (  # noqa: PT012 (the last line takes the tampering back)
        pytest.raises(Undo),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_stays")
        cursor.execute(statement)
        assert cursor.rowcount == 1
        assert not verify(using="owner").holds
        raise Undo


class Undo(Exception):
    """Takes the tampering back, so that the next test finds a whole chain."""


def test_writers_do_not_wait_for_each_other(committed):
    cast = make_cast()
    with transaction.atomic():
        record_some(cast, 1)
        other = connections.create_connection("default")
        try:
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
                cursor.execute(
                    "INSERT INTO audit_entry (lane, seq, at, event, actor_kind, text, prev, hash)"
                    " VALUES (0, 0, now(), 'logout', 'system', '{}', '', '') RETURNING lane"
                )
                other_lane = cursor.fetchone()[0]
            other.rollback()
        finally:
            other.close()
    assert other_lane != Entry.objects.latest("id").lane
