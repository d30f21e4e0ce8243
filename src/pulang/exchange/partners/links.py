"""The links to peers: their keys, the nonces they used, what went to them, how each link stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Max, Sum
from django.utils import timezone

from pulang.crypto.signing_keys import VerifyKey
from pulang.db.context import acting_as
from pulang.exchange.delivery.gaps import first_gap
from pulang.exchange.errors import PeerUnknown
from pulang.exchange.inbox.quotas import HOUR
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Attachment, Message, Nonce, Peer, Quarantined, Receipt
from pulang.exchange.partners.pairing import signing_keys
from pulang.lib.actor import system

NONCE_KEPT = timedelta(minutes=15)
MINUTE, CLOCK_CHANGED = timedelta(minutes=1), 2  # seconds that a clock may differ from what is written down


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
    first_missing: int | None = None
    clock: float | None = None  # seconds that the partner's clock is ahead
    clock_at: datetime | None = None
    manifest: int = 0  # of the partner's keys, the number that we hold
    knows: int = 0  # of our keys, the number that the partner holds
    own_manifest: int = 0
    files: int = 0  # that have not arrived, there or here
    file_bytes: int = 0
    quota_messages: int = 0  # used within this hour, of `quota_limits`
    quota_bytes: int = 0
    quota_limits: tuple[int, int] = (0, 0)
    quota_hit_at: datetime | None = None
    fetched: bool = False
    quarantined: Mapping[str, int] = field(default_factory=dict)  # what came and was not taken, by its code
    refused_there: Mapping[str, int] = field(default_factory=dict)  # what the partner refused, by its code
    refused_here: Mapping[str, int] = field(default_factory=dict)  # what this node refused by a signed receipt


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
    on_the_way = Attachment.objects.filter(message__peer=peer, state="waiting")
    files = on_the_way.aggregate(count=Count("pk"), left=Sum(F("size") - F("held")))
    refused, refusals = Quarantined.objects.filter(peer=peer), _refusals(peer)
    counted = peer.quota_from is not None and timezone.now() < peer.quota_from + HOUR
    return LinkStatus(
        node=peer.node_id,
        name=peer.agency.name,
        queued=queued.count(),
        oldest_queued=oldest.created if oldest else None,
        last_contact=peer.last_contact_at,
        last_error=peer.last_error,
        seen_seq=peer.seen_seq,
        missing=peer.seen_seq - received,
        refused=sum(refusals[True].values()),
        last_receipt=receipts.aggregate(Max("at"))["at__max"],
        first_missing=first_gap(peer),
        clock=peer.clock,
        clock_at=peer.clock_at,
        manifest=peer.manifest["number"],
        knows=peer.knows,
        own_manifest=node_keys().number,
        files=files["count"],
        file_bytes=files["left"] or 0,
        quota_messages=peer.quota_messages if counted else 0,
        quota_bytes=peer.quota_bytes if counted else 0,
        quota_limits=settings.PEER_QUOTA,
        quota_hit_at=peer.quota_hit_at,
        fetched=peer.fetched,
        quarantined=dict(refused.values_list("code").annotate(Count("pk")).order_by("code")),
        refused_there=refusals[True],
        refused_here=refusals[False],
    )


def _refusals(peer: Peer) -> dict[bool, dict[str, int]]:
    """Of what was sent and of what came, how much was refused for which code."""
    found: dict[bool, dict[str, int]] = {True: {}, False: {}}
    refused = Message.objects.filter(peer=peer, state="refused")
    for outgoing, code, count in refused.values_list("outgoing", "code").annotate(Count("pk")).order_by("code"):
        found[outgoing][code] = count
    return found


def note_clock(peer: Peer, ahead: float | None) -> None:
    """Keep how far the partner's clock is from ours, as it showed just now: once a minute, or where it changed."""
    now = timezone.now()
    fresh = peer.clock_at is not None and now - peer.clock_at < MINUTE
    if ahead is None or (fresh and abs((peer.clock or 0) - ahead) <= CLOCK_CHANGED):
        return
    with acting_as(system("clock")):
        Peer.objects.filter(pk=peer.pk).update(clock=ahead, clock_at=now)
