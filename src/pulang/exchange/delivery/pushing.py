"""Delivering what is queued for a peer, in batches, until nothing is due; failures are tried again later."""

import logging
import random
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from pulang.crypto.errors import CryptoRefusal
from pulang.db.context import acting_as
from pulang.db.gathering import gathering
from pulang.exchange.attachments.carrying import carry
from pulang.exchange.delivery.later import deliver_receipts
from pulang.exchange.delivery.renumbering import go_on_above
from pulang.exchange.errors import Undeliverable
from pulang.exchange.keys.announcing import announce, catch_up
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.log.writing import chain_up
from pulang.exchange.models import Message, Peer, Receipt
from pulang.exchange.partners.links import note_clock
from pulang.exchange.partners.pairing import signing_keys
from pulang.exchange.receipts import note_receipt, read_receipt
from pulang.exchange.transport import Courier
from pulang.lib.actor import system

logger = logging.getLogger(__name__)
BATCH, BATCH_BYTES = 64, 4 * 1024 * 1024
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=10)
#: However long a partner was away, its queue starts soon after it is back, and in order: what failed only because
#: nobody answered is tried again with every wake-up, and one comes at least this often.
LONGEST_AWAY = timedelta(seconds=30)
AWAY = Q(code__in=("unreachable", "certificate_refused", "answer_malformed")) | Q(code__startswith="refused_")
AWAY |= Q(code__startswith="token_")


def deliver(peer_id: UUID, *, jitter: Callable[[], float] = random.random) -> datetime | None:
    """Send all that is due to the peer. Returns when the next try is due, or None where nothing waits.

    Only one process at a time delivers to a peer: a lock of the database session, which a killed one gives up.
    """
    with _alone_with(peer_id) as alone:
        if not alone:
            # Another worker is at it, perhaps past its last look at the queue: look again soon.
            return timezone.now() + timedelta(seconds=1)
        with acting_as(system("delivery")):
            peer = Peer.objects.get(pk=peer_id)
        with Courier(peer.base_url, node_keys().signing, signing_keys(peer)) as courier:
            try:
                announce(peer, courier)
                renumbered = False
                while True:
                    # What takes something back does not wait behind what still gives, nor a message behind a file.
                    if _deliver_all(peer, courier, jitter, withdrawn_only=True):
                        _deliver_all(peer, courier, jitter)
                    if not renumbered and go_on_above(peer, courier):
                        renumbered = True  # once: who refuses the new numbers too is asked at the next try
                        continue
                    deliver_receipts(peer, courier)
                    if not carry(peer, courier, yields=lambda: _something_waits(peer)):
                        break
            except Undeliverable as error:
                _later(peer, _due(peer, 0, False), str(error.details["why"]), jitter)
            catch_up(peer, courier)
            note_clock(peer, courier.clock)
        chain_up(peer_id)
    with acting_as(system("delivery")):
        waiting = (
            Message.objects.filter(peer_id=peer_id, outgoing=True, state="queued").order_by("next_try").first()
        )
        return waiting.next_try if waiting else None


def _deliver_all(
    peer: Peer, courier: Courier, jitter: Callable[[], float], *, withdrawn_only: bool = False
) -> bool:
    """Batch after batch: while the peer works on one, the answer to the one before is written down here.

    Returns whether the peer answers.
    """
    with ThreadPoolExecutor(1) as wire:
        batch, reached = _due(peer, 0, withdrawn_only), True
        answer = wire.submit(courier.deliver, _tokens(batch)) if batch else None
        while answer is not None:
            following = _due(peer, batch[-1].seq, withdrawn_only) if reached else []
            next_answer = wire.submit(courier.deliver, _tokens(following)) if following else None
            reached = _kept(peer, batch, answer, jitter)
            batch, answer = following, next_answer
    return reached


def _tokens(batch: list[Message]) -> list[bytes]:
    return [bytes(message.envelope or b"") for message in batch]


def _due(peer: Peer, after: int, withdrawn_only: bool) -> list[Message]:
    """What is due of what has a number above `after`: below it, it is on the way or was tried."""
    now = timezone.now()
    with acting_as(system("delivery")):
        queued = Message.objects.filter(peer=peer, outgoing=True, state="queued")
        queued.filter(expires__lte=now).update(state="expired", code="expired", next_try=None)
        if withdrawn_only:
            queued = queued.filter(obj__op="withdraw")
        batch: list[Message] = []
        size = 0
        for message in queued.filter(Q(next_try__lte=now) | AWAY, seq__gt=after).order_by("seq")[:BATCH]:
            size += len(message.envelope or b"")
            if batch and size > BATCH_BYTES:
                break
            batch.append(message)
        return batch


def _something_waits(peer: Peer) -> bool:
    """Whether a message or a receipt is to leave now."""
    with acting_as(system("delivery")):
        queued = Message.objects.filter(peer=peer, outgoing=True, state="queued", next_try__lte=timezone.now())
        return queued.exists() or Receipt.objects.filter(message__peer=peer, waiting=True).exists()


def _kept(peer: Peer, batch: list[Message], answer: Future[list[str]], jitter: Callable[[], float]) -> bool:
    """Whether the peer answered; what it said of each message is then durable here."""
    try:
        lines = answer.result()
    except Undeliverable as error:
        _later(peer, batch, str(error.details["why"]), jitter)
        return False
    keys, reached = signing_keys(peer), True
    settled: dict[tuple[str, str], list[UUID]] = {}
    with acting_as(system("delivery")), gathering():
        for message, line in zip(batch, lines, strict=True):
            try:
                if line == "!quota":
                    reached = False  # the partner takes no more now; what follows waits too
                if line.startswith("!"):
                    raise CryptoRefusal(line[1:60])
                receipt = read_receipt(line, keys)
                if receipt.message != message.pk:
                    raise CryptoRefusal("receipt_of_another_message")
                if note_receipt(message, line, receipt):
                    settled.setdefault((message.state, message.code), []).append(message.pk)
            except CryptoRefusal as error:
                logger.warning("no valid receipt for %s from %s: %s", message.pk, peer.node_id, error.code)
                _wait(message, error.code, jitter)
        for (state, code), ids in settled.items():
            Message.objects.filter(pk__in=ids).update(state=state, code=code, next_try=None)
        Peer.objects.filter(pk=peer.pk).update(last_contact_at=timezone.now(), last_error="")
    return reached


def _later(peer: Peer, batch: list[Message], why: str, jitter: Callable[[], float]) -> None:
    with acting_as(system("delivery")):
        Peer.objects.filter(pk=peer.pk).update(last_error=why)
        for message in batch:
            _wait(message, why, jitter, longest=LONGEST_AWAY)


def _wait(message: Message, why: str, jitter: Callable[[], float], *, longest: timedelta = LONGEST_WAIT) -> None:
    """Twice as long each time, up to a limit, and never all at the same moment."""
    message.attempts += 1
    wait = min(FIRST_WAIT * 2 ** min(message.attempts - 1, 20), longest)
    message.next_try = timezone.now() + wait * (0.5 + jitter())
    message.code = why[:60]
    message.save(update_fields=["attempts", "next_try", "code"])


@contextmanager
def _alone_with(peer_id: UUID) -> Iterator[bool]:
    key = int.from_bytes(peer_id.bytes[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
