"""The links to peers: their keys, the nonces they used, what went to them, how each link stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from pulang.crypto.signing_keys import VerifyKey
from pulang.db.context import acting_as
from pulang.exchange.errors import PeerUnknown
from pulang.exchange.models import Message, Nonce, Peer, Receipt
from pulang.exchange.pairing import signing_keys
from pulang.lib.actor import system

NONCE_KEPT = timedelta(minutes=15)


@dataclass(frozen=True)
class LinkStatus:
    """How the exchange with one peer stands. `missing` numbers were not received yet."""

    node: str
    name: str
    queued: int
    oldest_queued: datetime | None
    last_contact: datetime | None
    last_error: str
    seen_seq: int
    missing: int
    refused: int
    last_receipt: datetime | None = None


def peer_keys() -> dict[str, VerifyKey]:
    """The signing keys of every paired peer by key id."""
    return {key.kid: key for peer in Peer.objects.exclude(paired_at=None) for key in signing_keys(peer)}


def peer_of_key(kid: str) -> Peer:
    """Raises PeerUnknown."""
    for peer in Peer.objects.select_related("agency").exclude(paired_at=None):
        if any(key.kid == kid for key in signing_keys(peer)):
            return peer
    raise PeerUnknown(peer=kid)


def use_nonce(kid: str, nonce: str) -> None:
    """Raises IntegrityError where this key has used the nonce before."""
    Nonce.objects.filter(at__lt=timezone.now() - NONCE_KEPT).delete()
    Nonce(value=f"{kid}:{nonce}"[:200]).save(force_insert=True)


def sent_after(peer: Peer, seq: int, *, limit: int) -> list[bytes]:
    with acting_as(system("gap")):
        messages = Message.objects.filter(peer=peer, outgoing=True, seq__gt=seq).order_by("seq")[:limit]
        return [bytes(message.envelope or b"") for message in messages]


def link_states() -> list[LinkStatus]:
    """The state of every link, for the operations page and `pulang exchange status`."""
    with acting_as(system("status")):
        return [_status(peer) for peer in Peer.objects.select_related("agency").order_by("node_id")]


def _status(peer: Peer) -> LinkStatus:
    sent = Message.objects.filter(peer=peer, outgoing=True)
    queued = sent.filter(state="queued").order_by("created")
    oldest = queued.first()
    receipts = Receipt.objects.filter(message__peer=peer, message__outgoing=True)
    received = Message.objects.filter(peer=peer, outgoing=False).count()
    return LinkStatus(
        node=peer.node_id,
        name=peer.agency.name,
        queued=queued.count(),
        oldest_queued=oldest.created if oldest else None,
        last_contact=peer.last_contact_at,
        last_error=peer.last_error,
        seen_seq=peer.seen_seq,
        missing=peer.seen_seq - received,
        refused=sent.filter(state="refused").count(),
        last_receipt=receipts.aggregate(Max("at"))["at__max"],
    )
