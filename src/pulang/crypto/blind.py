"""Blind index: equal values give equal digests, and a stolen database tells nothing without the key."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand


class BlindIndex:
    """HMAC-SHA-256 under a sub-key for each purpose and kind, so digests of two kinds never compare equal.

    ``kind`` names what is indexed (``document_number``, ``name_key`` …); ``value`` arrives normalised:
    this class compares bytes, not spellings.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < 32:
            raise ValueError("the blind-index key has at least 32 bytes")
        self._key = key
        self._subkeys: dict[tuple[str, str], bytes] = {}

    def digest(self, kind: str, value: str) -> bytes:
        """32 bytes, for unique constraints and exact look-up."""
        return self._mac("digest", kind, value)

    def digest64(self, kind: str, value: str) -> int:
        """A signed 64-bit number for large key tables; rare collisions are for the caller to sort out."""
        return self.digests64(kind, [value])[0]

    def digests64(self, kind: str, values: Iterable[str]) -> list[int]:
        """As `digest64`, of many: the key is worked in once, a look-up makes dozens."""
        subkey = self._subkey("digest64", kind)
        inner, outer = (hashlib.sha256(_padded(subkey, pad)) for pad in (0x36, 0x5C))
        found = []
        for value in values:
            if not value:
                raise _no_digest()
            text, around = inner.copy(), outer.copy()
            text.update(value.encode())
            around.update(text.digest())
            found.append(int.from_bytes(around.digest()[:8], "big", signed=True))
        return found

    def _mac(self, purpose: str, kind: str, value: str) -> bytes:
        if not value:
            raise _no_digest()
        return hmac.digest(self._subkey(purpose, kind), value.encode(), "sha256")

    def _subkey(self, purpose: str, kind: str) -> bytes:
        try:
            return self._subkeys[purpose, kind]
        except KeyError:
            info = f"pulang.blind\0{purpose}\0{kind}".encode()
            subkey = HKDFExpand(algorithm=SHA256(), length=32, info=info).derive(self._key)
            self._subkeys[purpose, kind] = subkey
            return subkey


def _no_digest() -> ValueError:
    return ValueError("an empty value has no digest: all empty fields would match each other")


def _padded(key: bytes, pad: int) -> bytes:
    """The first block of HMAC (RFC 2104): a key of 32 bytes, filled up to the 64 of SHA-256."""
    return bytes(byte ^ pad for byte in key.ljust(64, b"\0"))
