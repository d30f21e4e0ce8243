"""Files at rest: AES-256-GCM in chunks, so that a file of any size passes through constant memory.

``01 | nonce prefix, 7 bytes | chunks``; each chunk is 64 KiB of the file (the last one shorter, perhaps empty)
sealed with the nonce ``prefix | counter, 4 bytes | 1 for the last``. Chunks that were moved, left out, repeated
or cut off at the end do not open; the place is additional data as in `sealing`.

A chunk depends on nothing before it: both ways can begin at any chunk, `first`, so that a transfer that broke goes
on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pulang.crypto.errors import SealBroken
from pulang.crypto.randomness import RandomBytes, system_random
from pulang.crypto.sealing import Place

CHUNK = 64 * 1024
_FORMAT = b"\x01"
_PREFIX = 7
_TAG = 16
HEADER = len(_FORMAT) + _PREFIX
SEALED_CHUNK = CHUNK + _TAG


def sealed_size(size: int) -> int:
    """How long a file of so many bytes is when sealed."""
    return HEADER + size + max(1, -(-size // CHUNK)) * _TAG


def chunk_at(offset: int) -> tuple[int, int]:
    """Which chunk a byte of the sealed file lies in, and where in it; within the first also the header counts."""
    number = max(0, (offset - HEADER) // SEALED_CHUNK)
    return number, offset - (HEADER + number * SEALED_CHUNK if number else 0)


def seal_stream(
    key: bytes, plain: Iterable[bytes], *, place: Place, random: RandomBytes = system_random, first: int = 0
) -> Iterator[bytes]:
    """Yield the sealed file for the pieces of `plain`, which may be of any size.

    From chunk `first` on, where `plain` begins there; then without the header, and `random` must give the same
    prefix as it did for what came before.
    """
    cipher, prefix, bound = AESGCM(key), random(_PREFIX), _bound(place)
    if first == 0:
        yield _FORMAT + prefix
    counter, chunk = first, b""
    for piece in _pieces(plain):
        if len(chunk) == CHUNK:
            yield cipher.encrypt(_nonce(prefix, counter, last=False), chunk, bound)
            counter, chunk = counter + 1, b""
        chunk += piece
    yield cipher.encrypt(_nonce(prefix, counter, last=True), chunk, bound)


def open_stream(key: bytes, sealed: Iterable[bytes], *, place: Place, first: int = 0) -> Iterator[bytes]:
    """Yield the file again, or from chunk `first` where `sealed` is the header and what lies from there on.

    Raises SealBroken at the first chunk that does not fit; use nothing then.
    """
    cipher, bound = AESGCM(key), _bound(place)
    chunks = _refill(sealed)
    header = next(chunks, b"")
    if len(header) != HEADER or header[:1] != _FORMAT:
        raise SealBroken()
    held = next(chunks, None)
    counter = first
    while held is not None:
        following = next(chunks, None)
        try:
            yield cipher.decrypt(_nonce(header[1:], counter, last=following is None), held, bound)
        except InvalidTag:
            raise SealBroken() from None
        held, counter = following, counter + 1
    if counter == first:
        raise SealBroken()


def _pieces(plain: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut so that no piece crosses a chunk."""
    filled = 0
    for piece in plain:
        start = 0
        while start < len(piece):
            taken = piece[start : start + CHUNK - filled]
            yield taken
            start += len(taken)
            filled = (filled + len(taken)) % CHUNK


def _refill(sealed: Iterable[bytes]) -> Iterator[bytes]:
    """The header, then whole sealed chunks, whatever the size of the pieces that are read."""
    buffer, wanted = bytearray(), HEADER
    for piece in sealed:
        buffer += piece
        while len(buffer) >= wanted:
            yield bytes(buffer[:wanted])
            del buffer[:wanted]
            wanted = SEALED_CHUNK
    if buffer:
        yield bytes(buffer)


def _nonce(prefix: bytes, counter: int, *, last: bool) -> bytes:
    return prefix + counter.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _bound(place: Place) -> bytes:
    return "\x1f".join(("stream", place.table, place.row, place.field, str(place.version))).encode()
