"""Changing this node's keys: rotation, revocation of what somebody else may hold, the root taken off the node."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.encryption_keys import DecryptionKey, RecipientKey
from pulang.crypto.errors import KeyFileRefused
from pulang.crypto.keyfile import create_key_file, only_writer, read_key_file
from pulang.crypto.locks import Passphrase
from pulang.crypto.randomness import system_random
from pulang.crypto.signing_keys import SigningKey, VerifyKey
from pulang.crypto.token import TokenSigningKey
from pulang.db.keys import ring
from pulang.exchange.errors import KeysRefused
from pulang.exchange.keys.manifests import entry, hash_of, key_time, retired, revoked, sign_manifest
from pulang.exchange.keys.node_keys import FILE, NodeKeys, keep_node_keys, node_keys
from pulang.exchange.keys.places import KeyPlaces, Place, forget_signing_key, fresh_signing_key, place_of, places
from pulang.exchange.keys.renewal import renew_all
from pulang.exchange.models import Peer
from pulang.lib.actor import Actor

LISTED = 20  # keys of one use; the oldest go first, so that a revocation is never held up


@dataclass(frozen=True)
class KeyState:
    """One key of the manifest. `use` is signing, S1 or S2; `state` is current, ending, ended or revoked."""

    kid: str
    use: str
    since: datetime
    until: datetime | None
    state: str


@dataclass(frozen=True)
class NodeKeyState:
    """`root_here` is whether the root lies on the node. `peers`: node, our number it holds, its number we hold."""

    number: int
    root_kid: str
    root_here: bool
    places: KeyPlaces
    keys: tuple[KeyState, ...]
    peers: tuple[tuple[str, int, int], ...]


@query(Permission.EXCHANGE_READ)
def keys_for(actor: Actor) -> NodeKeyState:
    """The keys of this node, newest first, and which manifest each partner holds. No private part is in it."""
    keys = node_keys()
    peers = Peer.objects.exclude(paired_at=None).order_by("node_id")
    return NodeKeyState(
        number=keys.number,
        root_kid=keys.root_public.kid,
        root_here=keys.root is not None,
        places=places(keys),
        keys=tuple(_state(jwk) for jwk in (*keys.said["signing"], *keys.said["encryption"])),
        peers=tuple((peer.node_id, peer.knows, peer.manifest["number"]) for peer in peers),
    )


@action(Permission.EXCHANGE_MANAGE)
def rotate_keys(actor: Actor, *, root: SigningKey | None = None, place: Place | None = None) -> int:
    """New keys of every use; the old ones are taken for the overlap. Returns the manifest's number.

    `root` is needed where it was taken off the node. The new key that signs lies where the old one does, or in
    `place`. Raises KeysRefused: `root_away`, `root_differs`; TokenRefused.
    """
    with only_writer(Path(settings.KEYS_ROOT) / FILE):
        keys = node_keys()
        number = _next(keys, root, lost="", place=place)
    record(actor, Event.KEY_CHANGED, manifest=number, why="assigned")
    return number


@action(Permission.EXCHANGE_MANAGE)
def revoke_key(actor: Actor, *, kid: str, root: SigningKey | None = None, place: Place | None = None) -> int:
    """Somebody else may hold this key: nobody believes it any more, and new keys take over at once.

    What waits is signed and sealed anew. Raises KeysRefused: `key_unknown`, and as `rotate_keys`.
    """
    with only_writer(Path(settings.KEYS_ROOT) / FILE):
        keys = node_keys()
        if kid not in {_state(jwk).kid for jwk in (*keys.said["signing"], *keys.said["encryption"])}:
            raise KeysRefused(why="key_unknown")
        number = _next(keys, root, lost=kid, place=place)
    renew_all()
    record(actor, Event.KEY_CHANGED, manifest=number, revoked=kid, why="assigned")
    return number


@action(Permission.EXCHANGE_MANAGE)
def take_root_away(actor: Actor, *, path: Path, passphrase: str) -> None:
    """Write the root into a file encrypted by the passphrase, and delete it here. Keep two copies in safes.

    Raises KeysRefused `root_away`, KeyFileRefused `key_file_exists`.
    """
    with only_writer(Path(settings.KEYS_ROOT) / FILE):
        keys = node_keys()
        if keys.root is None:
            raise KeysRefused(why="root_away")
        content = {"node": settings.NODE.id, "root": keys.root.jwk()}
        create_key_file(path, content, lock=Passphrase(passphrase), random=system_random)
        read_root(path, passphrase=passphrase)  # it can be read again before the other copy goes
        record(actor, Event.KEY_CHANGED, root="away", why="assigned")
        _keep(keys, root=None)


def read_root(path: Path, *, passphrase: str) -> SigningKey:
    """The root of this node from its file. Raises KeyFileRefused, KeysRefused `root_differs`."""
    content = read_key_file(path, locks=[Passphrase(passphrase)])
    try:
        root = SigningKey.from_jwk(content["root"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise KeyFileRefused("key_file_malformed", path=str(path)) from error
    if root.public != node_keys().root_public:
        raise KeysRefused(why="root_differs")
    return root


def _next(keys: NodeKeys, root: SigningKey | None, *, lost: str, place: Place | None) -> int:
    signer = root or keys.root
    if signer is None:
        raise KeysRefused(why="root_away")
    if signer.public != keys.root_public:
        raise KeysRefused(why="root_differs")
    now, signing = timezone.now(), fresh_signing_key(place or place_of(keys.signing))
    opening = [DecryptionKey.generate("S1"), DecryptionKey.generate("S2")]
    said: dict[str, Any] = {
        "v": 1,
        "node": settings.NODE.id,
        "number": keys.number + 1,
        "prev": hash_of(keys.manifest),
        "created": key_time(now),
        "signing": [_fresh(signing.public, now), *retired(keys.said["signing"], now=now)],
        "encryption": [
            *(_fresh(key.public, now) for key in opening),
            *retired(keys.said["encryption"], now=now),
        ],
    }
    for use in ("signing", "encryption"):
        said[use] = revoked(said[use], lost, at=now)[:LISTED]
    token = sign_manifest(said, signer)
    listed = {_state(jwk).kid for jwk in said["encryption"]}
    _keep(
        keys,
        root=keys.root,
        signing=signing,
        decryptions=[*opening, *(key for key in keys.decryptions.values() if key.kid in listed)],
        manifests=[*keys.manifests, token],
    )
    forget_signing_key(keys.signing)
    return keys.number + 1


def _keep(
    keys: NodeKeys,
    *,
    root: SigningKey | None,
    signing: SigningKey | TokenSigningKey | None = None,
    decryptions: Iterable[DecryptionKey] = (),
    manifests: Iterable[str] = (),
) -> None:
    keep_node_keys(
        Path(settings.KEYS_ROOT),
        ring(),
        root_public=keys.root_public,
        root=root,
        signing=signing or keys.signing,
        decryptions=list(decryptions) or list(keys.decryptions.values()),
        manifests=list(manifests) or list(keys.manifests),
    )


def _fresh(public: VerifyKey | RecipientKey, now: datetime) -> dict[str, Any]:
    return entry(public.jwk(), since=key_time(now))


def _state(jwk: Mapping[str, Any]) -> KeyState:
    signs = jwk.get("crv") == "Ed25519"
    until = datetime.fromisoformat(jwk["until"]) if "until" in jwk else None
    state = "current" if until is None else "ending" if until >= timezone.now() else "ended"
    return KeyState(
        kid=VerifyKey.from_jwk(jwk).kid if signs else RecipientKey.from_jwk(jwk).kid,
        use="signing" if signs else RecipientKey.from_jwk(jwk).suite,
        since=datetime.fromisoformat(jwk["from"]),
        until=until,
        state="revoked" if "revoked" in jwk else state,
    )
