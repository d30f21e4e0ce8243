"""Gaps: a number that never came is asked for, and what comes is taken like any delivery."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from pulang.db.context import acting_as
from pulang.exchange.errors import Undeliverable
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message, Peer
from pulang.exchange.partners.pairing import signing_keys
from pulang.exchange.transport import Courier
from pulang.lib.actor import system


def first_gap(peer: Peer) -> int | None:
    """The lowest number that the peer has used and that is not here, or None."""
    received = Message.objects.filter(peer=peer, outgoing=False)
    if peer.seen_seq == received.count():
        return None
    if not received.filter(seq=1).exists():
        return 1
    follows = Message.objects.filter(peer=peer, outgoing=False, seq=OuterRef("seq") + 1)
    last = received.annotate(followed=Exists(follows)).filter(followed=False).order_by("seq").first()
    return last.seq + 1 if last and last.seq < peer.seen_seq else None


def peers_with_gaps() -> list[UUID]:
    with acting_as(system("gap")):
        return [peer.pk for peer in Peer.objects.exclude(paired_at=None) if first_gap(peer)]


def ask_again(peer_id: UUID) -> int:
    """Fetch what lies behind the first gap and take it; returns how many messages came, 0 where none answers."""
    with acting_as(system("gap")):
        peer = Peer.objects.get(pk=peer_id)
        gap = first_gap(peer)
    if gap is None:
        return 0
    try:
        with Courier(peer.base_url, node_keys().signing, signing_keys(peer)) as courier:
            tokens = courier.fetch_after(gap - 1)
    except Undeliverable:
        return 0  # the next tick asks again
    return len(receive(peer, tokens)) if tokens else 0
