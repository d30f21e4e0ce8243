"""Hash chains for logs, and keyed commitments that let an entry be erased without breaking its chain."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from pulang.crypto.errors import ChainBroken

GENESIS = bytes(32)
"""What stands before the first entry."""

Row = tuple[bytes, bytes]
"""An entry and the head of the chain after it."""


def chain(prev: bytes, entry: bytes) -> bytes:
    """Head after ``entry``: SHA-256 over both parts, each preceded by its length in 8 bytes."""
    framed = b"".join(len(part).to_bytes(8, "big") + part for part in (prev, entry))
    return hashlib.sha256(b"pulang.chain" + framed).digest()


def verify_chain(
    rows: Iterable[Row], *, start: bytes = GENESIS, head: bytes | None = None, length: int | None = None
) -> bytes:
    """Head after the last row, or ChainBroken with the first bad ``position``, counted from 0.

    A chain alone does not show that its end was cut off: give the ``head`` or ``length`` that was
    witnessed elsewhere (a signed checkpoint), and a shorter or other chain is refused too.
    """
    prev, count = start, 0
    for entry, claimed in rows:
        prev = chain(prev, entry)
        if not hmac.compare_digest(prev, claimed):
            raise ChainBroken(position=count)
        count += 1
    if (head is not None and head != prev) or (length is not None and length != count):
        raise ChainBroken("chain_end_differs", position=count)
    return prev


def commit(key: bytes, value: bytes) -> bytes:
    """HMAC-SHA-256: proves ``value`` to whoever gets the key, and says nothing once that is erased."""
    if len(key) < 32:
        raise ValueError("a commitment key has at least 32 bytes")
    return hmac.digest(key, b"pulang.commit" + value, "sha256")
