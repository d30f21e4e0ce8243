"""This node's own keys: the root that vouches, the key that signs, the key that opens. Sealed on disk."""

import base64
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.keyring import KeyRing
from pulang.crypto.signing import sign_jws
from pulang.crypto.signing_keys import SigningKey
from pulang.db.keys import ring

FILE = "node.json"
MANIFEST_TYPE = "nx1-manifest+jws"


@dataclass(frozen=True)
class NodeKeys:
    """`manifest` is the signed, numbered statement of the operational keys, as peers get it."""

    root: SigningKey
    signing: SigningKey
    decryption: DecryptionKey
    manifest: str
    number: int


def make_node_keys(folder: Path, key_ring: KeyRing, *, node_id: str, created: str) -> None:
    """Make the keys of a new node in its keys folder; does nothing where they are."""
    path = folder / FILE
    if path.exists():
        return
    root, signing = SigningKey.generate(), SigningKey.generate()
    decryption = DecryptionKey.generate("S1")
    said = {
        "v": 1,
        "node": node_id,
        "number": 1,
        "created": created,
        "signing": [signing.public.jwk()],
        "encryption": [decryption.public.jwk()],
    }
    manifest = sign_jws(json.dumps(said, separators=(",", ":")).encode(), root, typ=MANIFEST_TYPE)
    held = {
        "number": 1,
        "root": _kept(root.kid, root.stored(key_ring)),
        "signing": _kept(signing.kid, signing.stored(key_ring)),
        "decryption": _kept(decryption.kid, decryption.stored(key_ring)),
        "manifest": manifest.decode(),
    }
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(held, indent=2))
    draft.rename(path)


def node_keys() -> NodeKeys:
    """The keys of this node, opened once a process."""
    return _read(Path(settings.KEYS_ROOT))


@lru_cache(maxsize=2)
def _read(folder: Path) -> NodeKeys:
    held = json.loads((folder / FILE).read_text())
    key_ring = ring()
    return NodeKeys(
        root=SigningKey.from_stored(key_ring, _sealed(held["root"]), kid=held["root"]["kid"]),
        signing=SigningKey.from_stored(key_ring, _sealed(held["signing"]), kid=held["signing"]["kid"]),
        decryption=DecryptionKey.from_stored(key_ring, _sealed(held["decryption"]), kid=held["decryption"]["kid"]),
        manifest=held["manifest"],
        number=held["number"],
    )


def _kept(kid: str, stored: bytes) -> dict[str, str]:
    return {"kid": kid, "sealed": base64.b64encode(stored).decode()}


def _sealed(entry: dict[str, Any]) -> bytes:
    return base64.b64decode(entry["sealed"])
