"""After a restore from an older backup the partner has seen numbers that this node would give again.

The partner refuses them (`seq_reused`). Then it is asked how far it has seen, and what waits goes on above that:
the same message under the same id, with another number, signed anew. Nobody has taken it under the old one.
"""

import json
import logging

from django.utils import timezone

from pulang.crypto.envelope import INNER_TYPE, encrypt_for
from pulang.crypto.jose import from_b64url
from pulang.crypto.signing import sign_jws
from pulang.db.context import acting_as
from pulang.exchange.envelope import digest
from pulang.exchange.errors import Undeliverable
from pulang.exchange.keys.manifests import sealing_key
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.log import note
from pulang.exchange.models import Message, Peer
from pulang.exchange.transport import Courier
from pulang.lib.actor import system

REUSED = "seq_reused"
MOST = 10_000_000  # messages between a backup and its restore; a number beyond is no true answer
logger = logging.getLogger(__name__)


def go_on_above(peer: Peer, courier: Courier) -> int:
    """Give other numbers to what the partner refused for its number; returns to how many.

    Raises Undeliverable."""
    with acting_as(system("renumbering")):
        refused = Message.objects.filter(peer=peer, outgoing=True, state="queued", code=REUSED)
        if not refused.exists():
            return 0
    seen = courier.highest_seen()
    if seen > peer.next_seq + MOST:
        raise Undeliverable(why="answer_malformed")
    with acting_as(system("renumbering")):
        link = Peer.objects.select_for_update().get(pk=peer.pk)
        link.next_seq = max(link.next_seq, seen + 1)
        waiting = Message.objects.filter(peer=peer, outgoing=True, state="queued", code=REUSED)
        renumbered = list(waiting.order_by("seq"))
        for message in renumbered:
            _renumber(link, message)
        link.save(update_fields=["next_seq", "last_hash"])
    logger.warning("%s has seen up to %s: %s messages go on above it", peer.node_id, seen, len(renumbered))
    return len(renumbered)


def _renumber(link: Peer, message: Message) -> None:
    keys = node_keys()
    fields = json.loads(from_b64url(str(message.signed).split(".")[1]))
    fields["link"] = {"seq": link.next_seq, "prev": link.last_hash}
    payload = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    signed = sign_jws(payload, keys.signing, typ=INNER_TYPE)
    message.seq, message.hash = link.next_seq, digest(payload)
    message.signed = signed.decode()
    message.envelope = encrypt_for(signed, recipient_key=sealing_key(link.manifest, keys.said))
    message.code, message.attempts = "", 0
    message.next_try = timezone.now()
    message.save(update_fields=["seq", "hash", "signed", "envelope", "code", "attempts", "next_try"])
    note(link.pk, "sent", message, kind=message.kind, renumbered=True)
    link.next_seq, link.last_hash = link.next_seq + 1, message.hash
