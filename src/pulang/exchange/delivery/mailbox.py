"""A node that cannot be reached from outside fetches what waits for it, messages, files and later receipts.

It brings its own receipts itself, over the same line.
"""

import logging
from uuid import UUID

from django.db.models import Max

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.context import acting_as
from pulang.exchange.attachments.carrying import fetch_files
from pulang.exchange.delivery.later import deliver_receipts, fetch_receipts
from pulang.exchange.errors import PeerUnknown, Undeliverable
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.announcing import STALE, announce, learn_again
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message, Peer
from pulang.exchange.partners.links import note_clock
from pulang.exchange.partners.pairing import signing_keys
from pulang.exchange.transport import Courier
from pulang.lib.actor import Actor, system

logger = logging.getLogger(__name__)


@action(Permission.EXCHANGE_MANAGE)
def fetch_from(actor: Actor, *, node: str, on: bool) -> Peer:
    """Fetch from this partner every minute, or no longer. Raises PeerUnknown."""
    peer = Peer.objects.select_for_update().filter(node_id=node).exclude(paired_at=None).first()
    if peer is None:
        raise PeerUnknown(peer=node)
    peer.fetched = on
    peer.save(update_fields=["fetched"])
    record(actor, Event.PEER_CHANGED, peer=node, fetched=on)
    return peer


def fetch_now(node: str) -> int:
    """Do not wait for the minute; returns how many messages came. Raises PeerUnknown.

    No action: that is one transaction, and here what came must be durable before the partner hears of it.
    """
    peer = Peer.objects.filter(node_id=node).exclude(paired_at=None).first()
    if peer is None:
        raise PeerUnknown(peer=node)
    return fetch(peer.pk)


def fetched_peers() -> list[UUID]:
    return list(Peer.objects.filter(fetched=True).exclude(paired_at=None).values_list("pk", flat=True))


def fetch(peer_id: UUID) -> int:
    """Take what the partner sent since the last number that is here; returns how many messages came.

    The receipts go back over the same line: the partner cannot hear them otherwise. Raises nothing where it does
    not answer: the next minute asks again.
    """
    with acting_as(system("mailbox")):
        peer = Peer.objects.get(pk=peer_id)
    taken = 0
    with Courier(peer.base_url, node_keys().signing, signing_keys(peer)) as courier:
        try:
            announce(peer, courier)
            while tokens := courier.fetch_after(_last(peer)):
                given = sum(bool(answer.receipt) for answer in receive(peer, tokens, unheard=True))
                deliver_receipts(peer, courier)
                taken += given
                if not given:
                    break  # nothing of it could be taken: asking again brings the same
            fetch_files(peer, courier)
            deliver_receipts(peer, courier)
            fetch_receipts(peer, courier)
        except Undeliverable as error:
            logger.info("%s does not answer: %s", peer.node_id, error.details["why"])
            if error.details["why"] in STALE:
                learn_again(peer, courier)
        note_clock(peer, courier.clock)
    return taken


def _last(peer: Peer) -> int:
    with acting_as(system("mailbox")):
        came = Message.objects.filter(peer=peer, outgoing=False)
        return came.aggregate(Max("seq"))["seq__max"] or 0
