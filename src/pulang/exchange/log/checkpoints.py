"""Checkpoints: each node signs how long its log of the link is and where it ends, and the partner keeps it."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.crypto.errors import CryptoRefusal, SignatureRefused
from pulang.crypto.jose import without_repetition
from pulang.crypto.signing import sign_jws, verify_jws
from pulang.crypto.signing_keys import VerifyKey
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.envelope import to_wire
from pulang.exchange.errors import AgreementMissing, BodyRefused, Refused
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.kinds import Effect, Kind, Received
from pulang.exchange.log.writing import chain_up
from pulang.exchange.models import Checkpoint, Peer
from pulang.exchange.partners.pairing import signing_keys
from pulang.exchange.schemas import check, load, validator
from pulang.lib.actor import Actor, system

CHECKPOINT_TYPE = "nx1-checkpoint+jws"
KIND = "system.checkpoint"
EVERY, ENTRIES = timedelta(days=1), 1000


def exchange_checkpoints() -> None:
    """Chain every log; tell the partner where it ends once a day, or sooner after many entries."""
    with acting_as(system("checkpoint")):
        peers = list(Peer.objects.exclude(paired_at=None))
    for peer in peers:
        length = chain_up(peer.pk)
        with acting_as(system("checkpoint")):
            last = Checkpoint.objects.filter(peer=peer, ours=True).order_by("-length").first()
        due = last is None or timezone.now() - last.at >= EVERY or length - last.length >= ENTRIES
        if due and length > (last.length if last else 0):
            give_checkpoint(peer.pk)


def give_checkpoint(peer_id: UUID) -> Checkpoint | None:
    """Sign where our log ends and send it; None where no agreement runs."""
    with acting_as(system("checkpoint")):
        peer = Peer.objects.get(pk=peer_id)
        now, keys = timezone.now(), node_keys()
        said = {
            "v": 1,
            "node": settings.NODE.id,
            "peer": peer.node_id,
            "length": peer.log_length,
            "head": peer.log_head,
            "at": to_wire(now),
        }
        token = sign_jws(
            json.dumps(said, separators=(",", ":")).encode(), keys.signing, typ=CHECKPOINT_TYPE
        ).decode()
        try:
            send(system("checkpoint"), to=peer.node_id, kind=KIND, body={"checkpoint": token}, purpose="system")
        except AgreementMissing:
            return None
        return _kept(peer, token, peer.log_length, peer.log_head, now, ours=True)


def take_checkpoint(actor: Actor, received: Received) -> Effect:
    """Witness where the partner's log ends. Raises Refused: `checkpoint_wrong`, `checkpoint_contradicts`."""
    with acting_as(system("checkpoint")):
        peer = Peer.objects.get(node_id=received.node)
        length, head, at = _read(peer, received.body["checkpoint"])
        held = Checkpoint.objects.filter(peer=peer, ours=False)
        longest = held.order_by("-length").first()
        same = held.filter(length=length).first()
        shrunk = longest is not None and length < longest.length and at > longest.at
        if shrunk or (same is not None and same.head != head):
            raise Refused("checkpoint_contradicts")
        _kept(peer, received.body["checkpoint"], length, head, at, ours=False)
    return Effect()


def _read(peer: Peer, token: str) -> tuple[int, str, datetime]:
    try:
        keys: dict[str, VerifyKey] = {key.kid: key for key in signing_keys(peer)}
        verified = verify_jws(token.encode(), keys, typ=CHECKPOINT_TYPE)
        said = json.loads(verified.payload, object_pairs_hook=without_repetition)
        check(validator("checkpoint"), said, what="checkpoint")
        if (said["node"], said["peer"]) != (peer.node_id, settings.NODE.id):
            raise SignatureRefused("checkpoint_of_another_link")
        return said["length"], said["head"], datetime.fromisoformat(said["at"])
    except (CryptoRefusal, BodyRefused, ValueError, RecursionError) as error:
        raise Refused("checkpoint_wrong") from error


def _kept(peer: Peer, token: str, length: int, head: str, at: datetime, *, ours: bool) -> Checkpoint:
    kept, _ = Checkpoint.objects.get_or_create(
        peer=peer, ours=ours, length=length, head=head, defaults={"at": at, "token": token}
    )
    return kept


SYSTEM_CHECKPOINT = Kind(KIND, load("pulang.exchange", KIND), take_checkpoint)
