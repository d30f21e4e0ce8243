"""Receipts that come after the answer of the inbox: that an officer has it, that it was answered.

Written in the transaction of what they tell of; carried by the delivery to the peer until it has them, or kept
until it fetches them.
"""

import logging
from collections.abc import Collection, Mapping
from hashlib import sha256

from django.db import IntegrityError, transaction

from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.signing_keys import VerifyKey
from pulang.db.context import acting_as
from pulang.exchange.keys.renewal import believed_now
from pulang.exchange.kinds import Counts
from pulang.exchange.models import Message, Peer, Receipt
from pulang.exchange.partners.pairing import signing_keys
from pulang.exchange.receipts import give_receipt, keep_receipt, read_receipt
from pulang.exchange.transport import Courier
from pulang.exchange.waking import wake
from pulang.lib.actor import system

logger = logging.getLogger(__name__)
BATCH = 256


def tell_later(message: Message, level: str, code: str = "", *, counts: Mapping[str, int] | None = None) -> None:
    """Sign and queue a receipt of what came from a partner; the same level again changes nothing."""
    if message.outgoing or message.state != "accepted":
        return
    try:
        with transaction.atomic():
            receipt = give_receipt(message, level, code, Counts(**counts) if counts else None)
    except IntegrityError:
        return
    Receipt.objects.filter(pk=receipt.pk).update(waiting=True)
    wake(message.peer_id)


def deliver_receipts(peer: Peer, courier: Courier) -> None:
    """Hand over what waits. Raises Undeliverable; what the peer cannot take is not sent again."""
    while True:
        with acting_as(system("delivery")):
            waiting = Receipt.objects.filter(message__peer=peer, waiting=True).order_by("at", "id")
            batch = list(waiting.values_list("pk", "token")[:BATCH])
        if not batch:
            return
        lines = courier.hand_receipts([believed_now(token) for _pk, token in batch])
        for (pk, _token), line in zip(batch, lines, strict=True):
            if line != "ok":
                logger.warning("%s does not take receipt %s: %s", peer.node_id, pk, line[:60])
        with acting_as(system("delivery")):
            Receipt.objects.filter(pk__in=[pk for pk, _token in batch]).update(waiting=False)


def receipts_for(peer: Peer) -> list[str]:
    """What waits for a peer that fetches it; each waits until the peer says that it has it."""
    with acting_as(system("mailbox")):
        waiting = Receipt.objects.filter(message__peer=peer, waiting=True).order_by("at", "id")
        return [believed_now(token) for token in waiting.values_list("token", flat=True)[:BATCH]]


def fetched_receipts(peer: Peer, hashes: Collection[str]) -> int:
    """The peer has these, by the SHA-256 of their tokens; returns how many wait no longer."""
    with acting_as(system("mailbox")):
        waiting = Receipt.objects.filter(message__peer=peer, waiting=True).order_by("at", "id")
        held = waiting.values_list("pk", "token")[: 2 * BATCH]
        known = [pk for pk, token in held if hash_of(believed_now(token)) in hashes]
        return Receipt.objects.filter(pk__in=known).update(waiting=False)


def fetch_receipts(peer: Peer, courier: Courier) -> None:
    """Take what waits at a peer that cannot bring it; what cannot be taken is not asked for again.

    Raises Undeliverable. Killed before the peer hears that it is here, it comes again, and changes nothing.
    """
    before: list[str] = []
    while (tokens := courier.fetch_receipts()) and tokens != before:
        for token, line in zip(tokens, take_receipts(peer, tokens, signing_keys(peer)), strict=True):
            if line != "ok":
                logger.warning("receipt %s of %s is not taken: %s", hash_of(token), peer.node_id, line[:60])
        courier.receipts_are_here([hash_of(token) for token in tokens])
        before = tokens


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def take_receipts(peer: Peer, tokens: list[str], keys: list[VerifyKey]) -> list[str]:
    """Keep receipts that a peer brings; for each `ok`, or `!` and the code of why not."""
    with acting_as(system("exchange")):
        return [_take(peer, token, keys) for token in tokens]


def _take(peer: Peer, token: str, keys: list[VerifyKey]) -> str:
    try:
        receipt = read_receipt(token, keys)
        message = Message.objects.select_for_update().filter(pk=receipt.message, peer=peer, outgoing=True).first()
        if message is None:
            return "!message_unknown"
        keep_receipt(message, token, receipt)
    except CryptoRefusal as error:
        return f"!{error.code}"
    return "ok"
