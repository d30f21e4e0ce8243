"""The golden vector of a file that goes with a message: its entry, its bytes, and the same sealed."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from pulang.crypto.jose import b64url
from pulang.crypto.sealing import Place
from pulang.crypto.streams import CHUNK, seal_stream, sealed_size

Seed = Callable[[str, int], bytes]
SHORT = 1000  # bytes of the second chunk


def golden_file(seed: Seed, *, identifier: str) -> dict[str, Any]:
    """A file of two chunks; `entry` is its place in `att` of the envelope."""
    plain, key = seed("attachment", CHUNK + SHORT), seed("attachment key", 32)
    entry = {
        "id": identifier,
        "name": "statement.pdf",
        "media_type": "application/pdf",
        "size": len(plain),
        "sha256": sha256(plain).hexdigest(),
        "key": b64url(key),
    }
    place = Place(table="nx1", row=identifier, field="att")
    sealed = b"".join(seal_stream(key, [plain], place=place, random=bytes))
    return {
        "entry": entry,
        "plain": b64url(plain),
        "sealed": b64url(sealed),
        "sealed_size": sealed_size(len(plain)),
        "sealed_sha256": sha256(sealed).hexdigest(),
    }
