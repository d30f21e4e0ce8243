"""Fields at rest: AES-256-GCM under a data key per person or case, the data key wrapped by a numbered KEK.

Wrapped key: ``01 | KEK number, 4 bytes | nonce, 12 bytes | ciphertext and tag``.
Sealed value: ``01 | nonce, 12 bytes | ciphertext and tag``.
The header and the place are additional data: what is moved elsewhere does not open.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pulang.crypto.errors import SealBroken
from pulang.crypto.keyring import KEY_BYTES, KeyRing
from pulang.crypto.randomness import RandomBytes, system_random

_FORMAT = b"\x01"
_NONCE = 12
_TAG = 16
_WRAP_HEADER = struct.Struct(">cI")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs: ``row`` is the row's id as text, ``version`` that of its data key."""

    table: str
    row: str
    field: str
    version: int = 1


def new_data_key(random: RandomBytes = system_random) -> bytes:
    """A fresh 32-byte key for one person or case."""
    return random(KEY_BYTES)


def wrap(ring: KeyRing, secret: bytes, *, owner: str, random: RandomBytes = system_random) -> bytes:
    """Encrypt a data key or another secret with the current KEK, bound to its owner (``person:0198…``)."""
    header, nonce = _WRAP_HEADER.pack(_FORMAT, ring.current), random(_NONCE)
    cipher = AESGCM(ring.key(ring.current))
    return header + nonce + cipher.encrypt(nonce, secret, _owner_bound(header, owner))


def unwrap(ring: KeyRing, wrapped: bytes, *, owner: str) -> bytes:
    """Raises KeyMissing when the ring lacks the KEK, SealBroken when altered or of another owner."""
    cipher = AESGCM(ring.key(wrapping_number(wrapped)))
    header, sealed = wrapped[: _WRAP_HEADER.size], wrapped[_WRAP_HEADER.size :]
    return _decrypt(cipher, sealed, _owner_bound(header, owner))


def rewrap(ring: KeyRing, wrapped: bytes, *, owner: str, random: RandomBytes = system_random) -> bytes:
    """The same secret under the current KEK; unchanged bytes when it is there already."""
    if wrapping_number(wrapped) == ring.current:
        return wrapped
    return wrap(ring, unwrap(ring, wrapped, owner=owner), owner=owner, random=random)


def wrapping_number(wrapped: bytes) -> int:
    """Number of the KEK that a wrapped key claims (proven only by ``unwrap``)."""
    if len(wrapped) < _WRAP_HEADER.size + _NONCE + _TAG or wrapped[:1] != _FORMAT:
        raise SealBroken("seal_format_unknown")
    number: int = _WRAP_HEADER.unpack_from(wrapped)[1]
    return number


def seal(data_key: bytes, plaintext: bytes, *, place: Place, random: RandomBytes = system_random) -> bytes:
    """Encrypt one field's value; it opens only at the same place."""
    nonce = random(_NONCE)
    return _FORMAT + nonce + _cipher(data_key).encrypt(nonce, plaintext, _place_bound(place))


def open_sealed(data_key: bytes, sealed: bytes, *, place: Place) -> bytes:
    """The plaintext; raises SealBroken when altered, moved, or sealed with another key."""
    if len(sealed) < 1 + _NONCE + _TAG or sealed[:1] != _FORMAT:
        raise SealBroken("seal_format_unknown")
    return _decrypt(_cipher(data_key), sealed[1:], _place_bound(place))


def _cipher(data_key: bytes) -> AESGCM:
    if len(data_key) != KEY_BYTES:
        raise ValueError(f"a data key has {KEY_BYTES} bytes")
    return AESGCM(data_key)


def _decrypt(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
    except InvalidTag:
        raise SealBroken from None


def _owner_bound(header: bytes, owner: str) -> bytes:
    return b"pulang.wrap" + header + owner.encode()


def _place_bound(place: Place) -> bytes:
    # Each part is preceded by its length, else ("ab", "c") and ("a", "bc") would be the same place.
    parts = [part.encode() for part in (place.table, place.row, place.field)]
    framed = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return b"pulang.seal" + _FORMAT + framed + struct.pack(">I", place.version)
