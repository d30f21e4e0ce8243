"""Opening what comes from a peer: within its quota, by a proven author, for us. Nothing is written here."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.crypto.encryption_keys import Suite
from pulang.crypto.envelope import Opened, open_for
from pulang.crypto.errors import CryptoRefusal
from pulang.exchange.envelope import Envelope, read
from pulang.exchange.errors import Refused
from pulang.exchange.inbox.quotas import count_message, withdrawal_may_come, within_quota
from pulang.exchange.keys.manifests import announces_hybrid, author_keys, check_author
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Peer
from pulang.exchange.objects.owning import WITHDRAW

TOKEN_LIMIT = 2 * 1024 * 1024
QUOTA = "quota"


@dataclass(frozen=True)
class Sealed:
    """A message whose author is proven and which is for us."""

    opened: Opened
    envelope: Envelope


def look(peer: Peer, token: bytes, expected: UUID | None) -> Sealed | str:
    """Open a message within the quota, or give the code of why not.

    Beyond it only what takes something back comes, and nothing else leaves a trace.
    """
    if within_quota(peer, now=timezone.now()):
        count_message(peer, len(token))
        return _opened_for_us(peer, token, expected)
    looked = _opened_for_us(peer, token, expected) if withdrawal_may_come(peer, len(token)) else QUOTA
    if isinstance(looked, str) or (looked.envelope.raw.get("obj") or {}).get("op") != WITHDRAW:
        return QUOTA
    count_message(peer, len(token))
    return looked


def _opened_for_us(peer: Peer, token: bytes, expected: UUID | None) -> Sealed | str:
    """A message whose author is proven, or the code of why not; nothing of it is believed before."""
    try:
        opened = _opened(peer, token)
        payload = opened.payload
        envelope = read(payload)
        check_author(peer.manifest, opened.sender_kid, envelope.created)
        _refuse_downgrade(peer, opened.suite)
        if envelope.sender != peer.node_id:
            raise Refused("sender_differs")
        if envelope.to != settings.NODE.id:
            raise Refused("not_for_us")
        if expected not in (None, envelope.id):
            raise Refused("id_differs")
    except (CryptoRefusal, Refused) as error:
        return error.code
    return Sealed(opened, envelope)


def _opened(peer: Peer, token: bytes) -> Opened:
    if len(token) > TOKEN_LIMIT:
        raise Refused("too_large")
    return open_for(
        token,
        my_keys_by_kid=node_keys().decryptions,
        sender_keys_by_kid={key.kid: key for key in author_keys(peer.manifest)},
    )


def _refuse_downgrade(peer: Peer, suite: Suite) -> None:
    """Where both nodes announce S2, nothing weaker is taken; the sender fetches our manifest and seals anew."""
    if suite == "S1" and announces_hybrid(peer.manifest) and announces_hybrid(node_keys().said):
        raise Refused("downgrade_refused")
