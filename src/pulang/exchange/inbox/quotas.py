"""How much one partner may bring within an hour: a faulty or hostile node cannot fill the disk.

What is over it gets `!quota` and no receipt: nothing is lost, the sender tries again later. What takes something
back does not wait: as many withdrawals again are taken, each small, and nothing that is not a true one is kept.
"""

from datetime import datetime, timedelta

from django.conf import settings

from pulang.exchange.models import Peer

HOUR = timedelta(hours=1)
WITHDRAWAL_BYTES = 64 * 1024  # sealed; one says only what it takes back, and why
FIELDS = ["quota_from", "quota_messages", "quota_bytes", "quota_hit_at"]


def within_quota(peer: Peer, *, now: datetime) -> bool:
    """Whether one more message may come; the peer's row is locked, and saved by whoever receives."""
    if peer.quota_from is None or not peer.quota_from <= now < peer.quota_from + HOUR:
        peer.quota_from, peer.quota_messages, peer.quota_bytes = now, 0, 0
    messages, size = settings.PEER_QUOTA
    if peer.quota_messages >= messages or peer.quota_bytes >= size:
        peer.quota_hit_at = now
        return False
    return True


def withdrawal_may_come(peer: Peer, size: int) -> bool:
    """Whether what is over the quota is worth opening, in case it takes something back."""
    return size <= WITHDRAWAL_BYTES and peer.quota_messages < 2 * settings.PEER_QUOTA[0]


def count_message(peer: Peer, size: int) -> None:
    """One came, with so many bytes and announced files."""
    peer.quota_messages += 1
    peer.quota_bytes += size
