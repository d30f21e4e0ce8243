"""Signing and sealing anew what waits, when keys have changed: the same payload, so that nothing is doubled."""

from pulang.crypto.envelope import INNER_TYPE, encrypt_for
from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.jose import from_b64url, split_compact
from pulang.crypto.signing import MAX_JWS, sign_jws
from pulang.db.context import acting_as
from pulang.exchange.keys.manifests import revoked_ids, sealing_key
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message, Peer
from pulang.exchange.receipts import RECEIPT_TYPE
from pulang.lib.actor import system


def renew_all() -> None:
    """After a change of our own keys."""
    with acting_as(system("renewal")):
        for peer in Peer.objects.exclude(paired_at=None):
            renew(peer)


def renew(peer: Peer) -> int:
    """What waits for this peer, under the keys that hold now; returns how many were sealed anew."""
    keys = node_keys()
    lost, recipient = revoked_ids(keys.said), sealing_key(peer.manifest, keys.said)
    renewed = 0
    for message in Message.objects.filter(peer=peer, outgoing=True, state="queued").order_by("seq"):
        if message.signed is None or message.envelope is None:
            continue
        signed = str(message.signed)
        if _kid_of(bytes(message.envelope)) == recipient.kid and _kid_of(signed.encode()) not in lost:
            continue
        if _kid_of(signed.encode()) in lost:
            payload = from_b64url(signed.split(".")[1])
            signed = sign_jws(payload, keys.signing, typ=INNER_TYPE).decode()
        message.signed = signed
        message.envelope = encrypt_for(signed.encode(), recipient_key=recipient)
        message.save(update_fields=["signed", "envelope"])
        renewed += 1
    return renewed


def believed_now(receipt: str) -> str:
    """The same receipt under the key that signs now: one that signed it before may have ended or been lost.

    What is signed is the same, and so is the signature each time it is asked for.
    """
    signing = node_keys().signing
    if _kid_of(receipt.encode()) == signing.kid:
        return receipt
    return sign_jws(from_b64url(receipt.split(".")[1]), signing, typ=RECEIPT_TYPE).decode()


def _kid_of(token: bytes) -> str:
    """The key id in the header of a token of our own."""
    _, header = split_compact(token, parts=token.count(b".") + 1, limit=2 * MAX_JWS, refusal=CryptoRefusal)
    return str(header["kid"])
