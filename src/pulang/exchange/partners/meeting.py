"""Finishing a pairing at the screen: two officers of each node read half of the phrase out and type the other half.

Nobody sees the half that she types, so it can only have been heard from the other side.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action, officer_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.passphrase import same_phrase
from pulang.crypto.signing_keys import VerifyKey
from pulang.exchange.errors import PairingRefused
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Peer
from pulang.exchange.partners.hello import round_trip_at
from pulang.exchange.partners.pairing import phrase_with
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound

OFFICERS = 2  # of each node


@dataclass(frozen=True)
class Meeting:
    """A pairing under way. `read_out` is our half of the phrase; `by_you` whether the actor has typed the other."""

    node: str
    name: str
    read_out: str
    heard: int
    by_you: bool
    paired_at: datetime | None
    round_trip_at: datetime | None


@query(Permission.EXCHANGE_MANAGE)
def meeting_for(actor: Actor, node: str) -> Meeting:
    """Raises NotFound."""
    peer = _peer(node)
    return Meeting(
        node=peer.node_id,
        name=peer.agency.name,
        read_out="" if peer.paired_at else _halves(peer)[0],
        heard=len(peer.heard_by),
        by_you=str(actor.id) in peer.heard_by,
        paired_at=peer.paired_at,
        round_trip_at=round_trip_at(peer),
    )


def hear_phrase(actor: Actor, *, node: str, heard: str) -> Peer:
    """One officer typed what she heard; with the second one the nodes are paired.

    No action: what is refused must still be in the audit. Raises NotFound, PairingRefused: `phrase_differs`,
    `same_officer`.
    """
    peer = _hear(actor, node=node, heard=heard)
    if peer is None:
        raise PairingRefused(why="phrase_differs")
    return peer


@action(Permission.EXCHANGE_MANAGE)
def _hear(actor: Actor, *, node: str, heard: str) -> Peer | None:
    """None where she heard something else."""
    peer = _peer(node, lock=True)
    officer = str(officer_id(actor))
    if peer.paired_at is not None:
        return peer
    if not same_phrase(_halves(peer)[1], heard):
        record(actor, Event.PEER_CHANGED, peer=node, phrase="differs")
        return None
    if officer in peer.heard_by:
        raise PairingRefused(why="same_officer")
    peer.heard_by = [*peer.heard_by, officer]
    if len(peer.heard_by) >= OFFICERS:
        peer.paired_at = timezone.now()
    peer.save(update_fields=["heard_by", "paired_at"])
    record(actor, Event.PEER_PAIRED if peer.paired_at else Event.PEER_CHANGED, peer=node, phrase="heard")
    return peer


def _peer(node: str, *, lock: bool = False) -> Peer:
    peers = Peer.objects.select_related("agency")
    peer = (peers.select_for_update(of=("self",)) if lock else peers).filter(node_id=node).first()
    if peer is None:
        raise NotFound()
    return peer


def _halves(peer: Peer) -> tuple[str, str]:
    """What we read out and what we must hear: the node with the lesser root key reads the first half."""
    words = phrase_with(peer).split()
    first, second = " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])
    ours_first = node_keys().root_public.raw < VerifyKey.from_jwk(peer.root).raw
    return (first, second) if ours_first else (second, first)
