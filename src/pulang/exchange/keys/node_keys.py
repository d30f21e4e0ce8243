"""This node's own keys: the root that vouches, the key that signs, the keys that open.

Sealed on disk by the key ring; the key that signs may lie in a token instead, and then only its name stands here.
"""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.keyring import KeyRing
from pulang.crypto.signing_keys import SigningKey, VerifyKey
from pulang.crypto.token import TokenSigningKey
from pulang.db.keys import ring, token
from pulang.exchange.keys.manifests import entry, key_time, read_manifest, sign_manifest

FILE = "node.json"


@dataclass(frozen=True)
class NodeKeys:
    """`root` is None once it was taken off the node. `manifests` are the signed tokens, oldest first.

    `decryptions` are all keys that still open something by their id.
    """

    root_public: VerifyKey
    root: SigningKey | None
    signing: SigningKey | TokenSigningKey
    decryptions: Mapping[str, DecryptionKey]
    manifests: tuple[str, ...]
    said: Mapping[str, Any]

    @property
    def manifest(self) -> str:
        return self.manifests[-1]

    @property
    def number(self) -> int:
        return int(self.said["number"])


def make_node_keys(folder: Path, key_ring: KeyRing, *, node_id: str, created: datetime) -> None:
    """Make the keys of a new node in its keys folder; does nothing where they are."""
    if (folder / FILE).exists():
        return
    root, signing = SigningKey.generate(), SigningKey.generate()
    opening = [DecryptionKey.generate("S1"), DecryptionKey.generate("S2")]
    since = key_time(created)
    said = {
        "v": 1,
        "node": node_id,
        "number": 1,
        "prev": "",
        "created": since,
        "signing": [entry(signing.public.jwk(), since=since)],
        "encryption": [entry(key.public.jwk(), since=since) for key in opening],
    }
    keep_node_keys(
        folder,
        key_ring,
        root_public=root.public,
        root=root,
        signing=signing,
        decryptions=opening,
        manifests=[sign_manifest(said, root)],
    )


def keep_node_keys(
    folder: Path,
    key_ring: KeyRing,
    *,
    root_public: VerifyKey,
    root: SigningKey | None,
    signing: SigningKey | TokenSigningKey,
    decryptions: list[DecryptionKey],
    manifests: list[str],
) -> None:
    """Write the file whole or not at all; running processes notice."""
    held = {
        "root": {"jwk": root_public.jwk(), **({"sealed": _text(root.stored(key_ring))} if root else {})},
        "signing": _held(signing, key_ring),
        "decryption": [{"kid": key.kid, "sealed": _text(key.stored(key_ring))} for key in decryptions],
        "manifests": manifests,
    }
    draft = (folder / FILE).with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(held, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / FILE)


def node_keys() -> NodeKeys:
    """The keys of this node; read again when another process has rotated them."""
    path = Path(settings.KEYS_ROOT) / FILE
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: Path, written_at: int) -> NodeKeys:
    held, key_ring = json.loads(path.read_text()), ring()
    root_public = VerifyKey.from_jwk(held["root"]["jwk"])
    sealed_root = held["root"].get("sealed")
    opened = (DecryptionKey.from_stored(key_ring, sealed, kid=kid) for kid, sealed in kept_decryptions(path))
    newest = held["manifests"][-1]
    return NodeKeys(
        root_public=root_public,
        root=SigningKey.from_stored(key_ring, _bytes(sealed_root), kid=root_public.kid) if sealed_root else None,
        signing=_signing(held["signing"], key_ring),
        decryptions={key.kid: key for key in opened},
        manifests=tuple(held["manifests"]),
        said=read_manifest(newest, root_public, node=settings.NODE.id),
    )


def kept_decryptions(path: Path) -> list[tuple[str, bytes]]:
    """Id and sealed form of each key that opens, for who must know whether a ring fits."""
    return [(kept["kid"], _bytes(kept["sealed"])) for kept in json.loads(path.read_text())["decryption"]]


def _held(signing: SigningKey | TokenSigningKey, key_ring: KeyRing) -> dict[str, Any]:
    if isinstance(signing, TokenSigningKey):
        return {"kid": signing.kid, "jwk": signing.public.jwk(), "token": signing.key_id.hex()}
    return {"kid": signing.kid, "sealed": _text(signing.stored(key_ring))}


def _signing(held: Mapping[str, Any], key_ring: KeyRing) -> SigningKey | TokenSigningKey:
    if "token" in held:
        return TokenSigningKey(token, bytes.fromhex(held["token"]), VerifyKey.from_jwk(held["jwk"]))
    return SigningKey.from_stored(key_ring, _bytes(held["sealed"]), kid=held["kid"])


def _text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
