"""Files at rest: AES-256-GCM in chunks, so that a file of any size passes through constant memory.

``01 | nonce prefix, 7 bytes | chunks``; each chunk is 64 KiB of the file (the last one shorter, perhaps empty)
sealed with the nonce ``prefix | counter, 4 bytes | 1 for the last``. Chunks that were moved, left out, repeated
or cut off at the end do not open; the place is additional data as in `sealing`.
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


def seal_stream(
    key: bytes, plain: Iterable[bytes], *, place: Place, random: RandomBytes = system_random
) -> Iterator[bytes]:
    """Yield the sealed file for the pieces of `plain`, which may be of any size."""
    cipher, prefix, bound = AESGCM(key), random(_PREFIX), _bound(place)
    yield _FORMAT + prefix
    counter, chunk = 0, b""
    for piece in _pieces(plain):
        if len(chunk) == CHUNK:
            yield cipher.encrypt(_nonce(prefix, counter, last=False), chunk, bound)
            counter, chunk = counter + 1, b""
        chunk += piece
    yield cipher.encrypt(_nonce(prefix, counter, last=True), chunk, bound)


def open_stream(key: bytes, sealed: Iterable[bytes], *, place: Place) -> Iterator[bytes]:
    """Yield the file again. Raises SealBroken at the first chunk that does not fit; use nothing then."""
    cipher, bound = AESGCM(key), _bound(place)
    chunks = _refill(sealed)
    header = next(chunks, b"")
    if len(header) != 1 + _PREFIX or header[:1] != _FORMAT:
        raise SealBroken()
    held = next(chunks, None)
    counter = 0
    while held is not None:
        following = next(chunks, None)
        try:
            yield cipher.decrypt(_nonce(header[1:], counter, last=following is None), held, bound)
        except InvalidTag:
            raise SealBroken() from None
        held, counter = following, counter + 1
    if counter == 0:
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
    buffer, wanted = bytearray(), 1 + _PREFIX
    for piece in sealed:
        buffer += piece
        while len(buffer) >= wanted:
            yield bytes(buffer[:wanted])
            del buffer[:wanted]
            wanted = CHUNK + _TAG
    if buffer:
        yield bytes(buffer)


def _nonce(prefix: bytes, counter: int, *, last: bool) -> bytes:
    return prefix + counter.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _bound(place: Place) -> bytes:
    return "\x1f".join(("stream", place.table, place.row, place.field, str(place.version))).encode()
