"""The bytes of an attachment on the wire: sealed under its own key, the same at every making, from any byte on."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from pulang.crypto.jose import from_b64url
from pulang.crypto.sealing import Place
from pulang.crypto.streams import chunk_at, open_stream, seal_stream
from pulang.exchange.attachments.keeper import keeper


def sealed_from(kind: str, file: UUID, said: dict[str, Any], offset: int, most: int) -> bytes:
    """At most so many sealed bytes of our file, from `offset` on. Raises NotFound where the file is gone.

    `kind` is that of the message, `said` the entry of its envelope. Its key seals this one file alone, so the
    nonces need no chance.
    """
    first, skipped = chunk_at(offset)
    plain = keeper(kind).read(file, first)
    out = bytearray()
    for piece in seal_stream(_key(said), plain, place=_place(said), random=bytes, first=first):
        out += piece
        if len(out) >= skipped + most:
            break
    return bytes(out[skipped : skipped + most])


def opened(said: dict[str, Any], sealed: Iterator[bytes]) -> Iterator[bytes]:
    """The plain file. Raises SealBroken where it was altered."""
    return open_stream(_key(said), sealed, place=_place(said))


def _key(said: dict[str, Any]) -> bytes:
    return from_b64url(said["key"])


def _place(said: dict[str, Any]) -> Place:
    return Place(table="nx1", row=said["id"], field="att")
