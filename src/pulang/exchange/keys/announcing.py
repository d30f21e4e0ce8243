"""Manifests between nodes: ours goes to a peer that holds an older one, theirs is fetched when ours is old."""

import logging

from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.errors import CryptoRefusal, SignatureRefused
from pulang.crypto.signing_keys import VerifyKey
from pulang.db.context import acting_as
from pulang.exchange.errors import Undeliverable
from pulang.exchange.keys.manifests import newest_of
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.keys.renewal import renew
from pulang.exchange.models import Message, Peer
from pulang.exchange.transport import Courier
from pulang.lib.actor import system

logger = logging.getLogger(__name__)

#: Codes with which a peer, or our own reader, says that somebody's keys are not the newest.
STALE = frozenset(
    {"key_unknown", "key_expired", "key_revoked", "downgrade_refused", "refused_401", "certificate_refused"}
)
MANIFESTS_LIMIT = 1024 * 1024


def take_manifests(node: str, tokens: list[str]) -> int:
    """Keep the newest manifest of a paired node; returns the number that is now held.

    Raises SignatureRefused; a node that is not known looks like a root that is not known.
    """
    with acting_as(system("manifest")):
        peer = Peer.objects.select_for_update().filter(node_id=node).exclude(paired_at=None).first()
        if peer is None:
            raise SignatureRefused("key_unknown")
        newest = newest_of(peer.manifest, tokens, VerifyKey.from_jwk(peer.root), node=node)
        if newest is not None:
            peer.manifest = newest
            peer.manifests = [*peer.manifests, *(token for token in tokens if token not in peer.manifests)]
            peer.save(update_fields=["manifest", "manifests"])
            record(system("manifest"), Event.PEER_CHANGED, peer=node, manifest=newest["number"])
            renew(peer)
        return int(peer.manifest["number"])


def announce(peer: Peer, courier: Courier) -> None:
    """Bring the peer to our newest manifest, before anything that it could not verify. Raises Undeliverable."""
    keys = node_keys()
    if peer.knows >= keys.number:
        return
    held = courier.announce(keys.said["node"], keys.manifests[peer.knows :])
    with acting_as(system("manifest")):
        peer.knows = min(held, keys.number)
        Peer.objects.filter(pk=peer.pk).update(knows=peer.knows)


def catch_up(peer: Peer, courier: Courier) -> None:
    """Where something was not taken because of somebody's keys: fetch theirs, and tell ours again."""
    with acting_as(system("manifest")):
        held_up = Message.objects.filter(peer=peer, outgoing=True, state="queued", code__in=STALE)
        if not (held_up.exists() or Peer.objects.filter(pk=peer.pk, last_error__in=STALE).exists()):
            return
    learn_again(peer, courier)


def learn_again(peer: Peer, courier: Courier) -> None:
    """Fetch the manifests of a peer that believes us as little as we it, and tell ours again with the next try."""
    with acting_as(system("manifest")):
        Peer.objects.filter(pk=peer.pk).update(knows=1)
    try:
        take_manifests(peer.node_id, courier.manifests())
    except Undeliverable as error:
        logger.info("the manifests of %s cannot be fetched: %s", peer.node_id, error.details["why"])
        return
    except CryptoRefusal as error:
        logger.warning("the manifests of %s are refused: %s", peer.node_id, error.code)
    with acting_as(system("renewal")):
        # A node killed between its new keys and the sealing anew would send under a lost key for ever.
        renew(Peer.objects.get(pk=peer.pk))
