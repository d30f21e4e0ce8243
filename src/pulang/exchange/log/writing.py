"""Writing the log: an entry in the transaction of the thing itself, chained right after it, so that nothing waits.

An entry on the chain holds a keyed commitment. Its words and their key stand beside it and can be erased, and the
chain still holds.
"""

import json
import secrets
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from pulang.crypto.digests import GENESIS, chain, commit
from pulang.db.context import acting_as
from pulang.db.gathering import insert
from pulang.exchange.models import LogEntry, Message, Peer
from pulang.lib.actor import system


def note(peer_id: UUID, what: str, message: Message | None = None, **words: Any) -> None:
    """One entry: `what` is sent, received, receipt_given, receipt_kept, quarantined or checkpoint."""
    if message is not None:
        words = {"message": str(message.pk), "hash": message.hash, "seq": message.seq, **words}
    text, key = json.dumps(words, sort_keys=True, separators=(",", ":")), secrets.token_bytes(32)
    entry = LogEntry(
        peer_id=peer_id,
        at=timezone.now(),
        what=what,
        message_id=message.pk if message else None,
        commitment=commit(key, text.encode()),
        key=key,
        words=text,
    )
    insert([entry])


def chain_up(peer_id: UUID) -> int:
    """Put what was written since the last time on the chain; returns the length of the chain."""
    with acting_as(system("exchange-log")):
        with connection.cursor() as cursor:  # one at a time, and no row of the traffic is locked
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 17))", [str(peer_id)])
        last = LogEntry.objects.filter(peer=peer_id, number__isnull=False).order_by("-number").first()
        number, head = (last.number or 0, bytes(last.head or b"")) if last else (0, GENESIS)
        fresh = list(LogEntry.objects.filter(peer=peer_id, number=None).defer("key", "words").order_by("id"))
        for entry in fresh:
            number += 1
            entry.number = number
            entry.head = head = chain(head, text_of(entry))
        if fresh:
            _number(fresh)
            Peer.objects.filter(pk=peer_id).update(log_length=number, log_head=head.hex())
        return number


def _number(entries: Sequence[LogEntry]) -> None:
    """One statement of arrays: Django's bulk_update writes a CASE with a branch for each row."""
    columns = zip(*((entry.pk, entry.number, entry.head) for entry in entries), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exchange_logentry AS entry SET number = said.number, head = said.head"
            " FROM unnest(%s::uuid[], %s::bigint[], %s::bytea[]) AS said (id, number, head)"
            " WHERE entry.id = said.id",
            [list(column) for column in columns],
        )


def text_of(entry: LogEntry) -> bytes:
    """What is chained."""
    said = {
        "n": entry.number,
        "at": entry.at.isoformat(),
        "what": entry.what,
        "commitment": bytes(entry.commitment).hex(),
    }
    return json.dumps(said, separators=(",", ":")).encode()


def erase_words(message_ids: Collection[UUID]) -> int:
    """Forget what the log says of messages that were taken back; that something was there stays proven.

    Returns how many entries.
    """
    with acting_as(system("exchange-log")):
        return LogEntry.objects.filter(message_id__in=message_ids).update(words=None, key=None, message_id=None)
