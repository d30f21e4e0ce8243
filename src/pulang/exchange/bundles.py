"""A day without network: what waits for a partner as one signed file, carried by hand; its answers go back so too.

The tokens are sealed for the partner as on the wire; the first line is a signature over all that follow. What came
by two ways has one effect, since the inbox knows the message already.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.signing import sign_jws, verify_jws
from pulang.db.context import acting_as
from pulang.exchange.envelope import to_wire
from pulang.exchange.errors import BundleRefused, PeerUnknown
from pulang.exchange.inbox import receive
from pulang.exchange.later import take_receipts
from pulang.exchange.models import Attachment, Message, Peer, Receipt
from pulang.exchange.node_keys import node_keys
from pulang.exchange.pairing import signing_keys
from pulang.lib.actor import Actor, system

BUNDLE_TYPE = "nx1-bundle+jws"


@dataclass(frozen=True)
class Imported:
    """How many messages and receipts a file held, and the codes of what was not taken.

    `files` go with these messages and do not lie in the bundle: they follow over the wire.
    """

    node: str
    messages: int
    receipts: int
    refused: tuple[str, ...]
    files: int = 0


@dataclass(frozen=True)
class Exported:
    """The bundle; `files` go with its messages and follow over the wire."""

    content: bytes
    files: int


@action(Permission.EXCHANGE_MANAGE)
def export_bundle(actor: Actor, *, node: str) -> Exported:
    """All that waits for a partner, messages and receipts; it stays queued until the partner's word is here.

    Raises PeerUnknown.
    """
    with acting_as(system("bundle")):
        peer = Peer.objects.filter(node_id=node).exclude(paired_at=None).first()
        if peer is None:
            raise PeerUnknown(peer=node)
        queued = Message.objects.filter(peer=peer, outgoing=True, state__in=("queued", "stored")).order_by("seq")
        files = Attachment.objects.filter(message__in=queued, state="waiting").count()
        lines = ["m " + bytes(message.envelope or b"").decode("ascii") for message in queued]
        waiting = Receipt.objects.filter(message__peer=peer, waiting=True).order_by("at", "id")
        lines += [f"r {token}" for token in waiting.values_list("token", flat=True)]
    body = "\n".join(lines).encode()
    said = {"v": 1, "from": settings.NODE.id, "to": node, "created": to_wire(timezone.now()), "lines": len(lines)}
    said |= {"files": files}
    head = json.dumps({**said, "sha256": sha256(body).hexdigest()}, separators=(",", ":")).encode()
    record(actor, Event.BUNDLE_EXPORTED, peer=node, lines=len(lines))
    return Exported(sign_jws(head, node_keys().signing, typ=BUNDLE_TYPE) + b"\n" + body, files)


@action(Permission.EXCHANGE_MANAGE)
def import_bundle(actor: Actor, *, content: bytes) -> Imported:
    """Take a partner's file, as its inbox would. Its receipts wait here for the way back, by wire or file.

    Raises BundleRefused: `signature_wrong`, `not_for_us`, `truncated`.
    """
    head, _, body = content.partition(b"\n")
    peer, said = _opened(head)
    if said["to"] != settings.NODE.id:
        raise BundleRefused(why="not_for_us")
    if sha256(body).hexdigest() != said["sha256"]:
        raise BundleRefused(why="truncated")
    lines = body.decode("ascii", "replace").split("\n") if body else []
    tokens = [line[2:].encode() for line in lines if line.startswith("m ")]
    receipts = [line[2:] for line in lines if line.startswith("r ")]
    answers = receive(peer, tokens, unheard=True)
    kept = take_receipts(peer, receipts, signing_keys(peer)) if receipts else []
    refused = [answer.code for answer in answers if not answer.receipt] + [
        line[1:] for line in kept if line != "ok"
    ]
    record(actor, Event.BUNDLE_IMPORTED, peer=peer.node_id, messages=len(tokens), receipts=len(receipts))
    return Imported(peer.node_id, len(tokens), len(receipts), tuple(refused), int(said.get("files", 0)))


def _opened(head: bytes) -> tuple[Peer, dict[str, Any]]:
    """Whose file it is, by the signature of its first line."""
    for peer in Peer.objects.select_related("agency").exclude(paired_at=None):
        try:
            signed = verify_jws(head, {key.kid: key for key in signing_keys(peer)}, typ=BUNDLE_TYPE)
            said: dict[str, Any] = json.loads(signed.payload)
            if said["from"] == peer.node_id:
                return peer, said
        except (CryptoRefusal, ValueError, KeyError):
            continue
    raise BundleRefused(why="signature_wrong")
