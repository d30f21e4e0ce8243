"""Meeting a partner node: invite files, the spoken phrase, the agreement that both sign."""

import json
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.access.models import Agency, AgencyKind
from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.passphrase import same_phrase, spoken_phrase
from pulang.crypto.signing import sign_jws, verify_jws
from pulang.crypto.signing_keys import VerifyKey
from pulang.exchange.actions import LEAVES
from pulang.exchange.errors import BodyRefused, PairingRefused
from pulang.exchange.keys.manifests import read_manifest, verify_keys
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Agreement, Peer
from pulang.exchange.objects.owning import KEPT
from pulang.exchange.partners.hello import greet
from pulang.exchange.schemas import check, validator
from pulang.lib.actor import Actor
from pulang.lib.ids import new_id

FILE_BYTES = 2 * 1024**3  # of one file that goes with a message, where nothing else is agreed
LANGUAGES = ["en", "id", "km"]
AGREEMENT_TYPE = "nx1-agreement+jws"


def invite() -> dict[str, Any]:
    """What a partner needs to know of this node; no secret stands in it."""
    keys, node = node_keys(), settings.NODE
    return {
        "v": 1,
        "node": node.id,
        "name": node.name,
        "country": node.country,
        "address": settings.EXCHANGE_URL or settings.BASE_URL,
        "root": keys.root_public.jwk(),
        "manifest": keys.manifest,
    }


@action(Permission.EXCHANGE_MANAGE)
def accept_invite(actor: Actor, *, invite: dict[str, Any]) -> Peer:
    """Keep a partner's invite. Nothing is exchanged before `confirm_peer`. Raises PairingRefused."""
    try:
        check(validator("invite"), invite, what="invite")
        root = VerifyKey.from_jwk(invite["root"])
        manifest = read_manifest(invite["manifest"], root, node=invite["node"])
    except (ValueError, BodyRefused, CryptoRefusal) as error:
        raise PairingRefused(why="invite_broken") from error
    if invite["node"] == settings.NODE.id:
        raise PairingRefused(why="own_invite")
    if not _protected(invite["address"]):
        raise PairingRefused(why="address_without_tls")
    known = Peer.objects.filter(node_id=invite["node"]).first()
    if known is not None:
        if known.root != invite["root"]:
            raise PairingRefused(why="root_differs")
        return known
    agency = Agency.objects.create(
        code=invite["node"], name=invite["name"], kind=AgencyKind.PEER, country=invite["country"]
    )
    peer = Peer.objects.create(
        node_id=invite["node"],
        agency=agency,
        base_url=invite["address"],
        root=invite["root"],
        manifest=manifest,
        manifests=[invite["manifest"]],
    )
    record(actor, Event.PEER_CHANGED, peer=peer.node_id, manifest=manifest["number"])
    return peer


def phrase_with(peer: Peer) -> str:
    """The words that both screens show and that two officers on each side read out and type in."""
    return spoken_phrase(_bytes_of(node_keys().root_public.jwk()), _bytes_of(peer.root))


@action(Permission.EXCHANGE_MANAGE)
def confirm_peer(actor: Actor, *, node_id: str, typed: str) -> Peer:
    """The phrase was heard from the other side and typed in. Raises PairingRefused where it differs."""
    peer = Peer.objects.filter(node_id=node_id).first()
    if peer is None:
        raise PairingRefused(why="peer_unknown")
    if not same_phrase(phrase_with(peer), typed):
        raise PairingRefused(why="phrase_differs")
    peer.paired_at = timezone.now()
    peer.save(update_fields=["paired_at"])
    record(actor, Event.PEER_PAIRED, peer=peer.node_id)
    return peer


@action(Permission.EXCHANGE_MANAGE)
def sign_agreement(
    actor: Actor, *, terms: dict[str, Any], signatures: dict[str, str] | None = None
) -> dict[str, Any]:
    """Add this node's signature to terms; the result is a file for the other side."""
    signed = sign_jws(canonical(terms), node_keys().signing, typ=AGREEMENT_TYPE).decode()
    record(actor, Event.PEER_CHANGED, agreement=terms["id"], signed=True)
    return {"terms": terms, "signatures": {**(signatures or {}), settings.NODE.id: signed}}


@action(Permission.EXCHANGE_MANAGE)
def keep_agreement(actor: Actor, *, signed: dict[str, Any]) -> Agreement:
    """Put an agreement that both nodes signed in force. Raises PairingRefused."""
    try:
        terms, signatures = signed["terms"], dict(signed["signatures"])
        check(validator("agreement"), terms, what="agreement")
        until = date.fromisoformat(terms["until"])
    except (KeyError, TypeError, ValueError, BodyRefused) as error:
        raise PairingRefused(why="agreement_broken") from error
    own = settings.NODE.id
    others = [node for node in terms["between"] if node != own]
    peer = Peer.objects.filter(node_id__in=others).exclude(paired_at=None).first()
    if own not in terms["between"] or len(others) != 1 or peer is None:
        raise PairingRefused(why="not_between_us")
    keys = {own: [node_keys().signing.public], peer.node_id: signing_keys(peer)}
    for node, candidates in keys.items():
        try:
            verified = verify_jws(
                signatures.get(node, "").encode(), {key.kid: key for key in candidates}, typ=AGREEMENT_TYPE
            )
        except CryptoRefusal as error:
            raise PairingRefused(why="signature_wrong", node=node) from error
        if verified.payload != canonical(terms):
            raise PairingRefused(why="terms_differ", node=node)
    agreement, _ = Agreement.objects.get_or_create(
        id=UUID(terms["id"]),
        defaults={
            "peer": peer,
            "terms": terms,
            "signatures": signatures,
            "until": until,
        },
    )
    record(actor, Event.PEER_CHANGED, agreement=agreement.pk, kinds=terms["kinds"])
    if agreement.until >= timezone.localdate():
        greet(peer)
    return agreement


def new_terms(
    peer_node: str,
    *,
    kinds: list[str],
    purposes: list[str],
    until: date,
    reference: str,
    languages: list[str] = LANGUAGES,
    attachment_bytes: int = FILE_BYTES,
    retention_days: int = KEPT,
    deadlines: dict[str, int] | None = None,
) -> dict[str, Any]:
    """Terms to propose between this node and a peer. `deadlines` are hours of answers by their class."""
    return {
        "id": str(new_id()),
        "between": sorted([settings.NODE.id, peer_node]),
        "kinds": sorted(kinds),
        "purposes": sorted(purposes),
        "languages": sorted(languages),
        "attachment_bytes": attachment_bytes,
        "retention_days": retention_days,
        "deadlines": deadlines or {name: int(span.total_seconds() // 3600) for name, span in LEAVES.items()},
        "until": until.isoformat(),
        "reference": reference,
    }


def signing_keys(peer: Peer) -> list[VerifyKey]:
    """The keys by which the peer signs requests and receipts now."""
    return verify_keys(peer.manifest, now=timezone.now())


def canonical(terms: dict[str, Any]) -> bytes:
    """The bytes of terms that are signed: names sorted at every depth, no space, UTF-8."""
    return json.dumps(terms, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _protected(address: str) -> bool:
    """Whether what goes there is under TLS, or does not leave this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in ("127.0.0.1", "localhost", "::1")


def _bytes_of(jwk: dict[str, str]) -> bytes:
    return VerifyKey.from_jwk(jwk).raw
