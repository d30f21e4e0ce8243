"""Hash chains for logs, and keyed commitments that let an entry be erased without breaking its chain."""

from __future__ import annotations

import hashlib
import hmac

GENESIS = bytes(32)
"""What stands before the first entry."""


def chain(prev: bytes, entry: bytes) -> bytes:
    """Head after ``entry``: SHA-256 over both parts, each preceded by its length in 8 bytes."""
    framed = b"".join(len(part).to_bytes(8, "big") + part for part in (prev, entry))
    return hashlib.sha256(b"pulang.chain" + framed).digest()


def commit(key: bytes, value: bytes) -> bytes:
    """HMAC-SHA-256: proves ``value`` to whoever gets the key, and says nothing once that is erased."""
    if len(key) < 32:
        raise ValueError("a commitment key has at least 32 bytes")
    return hmac.digest(key, b"pulang.commit" + value, "sha256")
