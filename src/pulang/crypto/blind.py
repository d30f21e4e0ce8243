"""Blind index: equal values give equal digests, and a stolen database tells nothing without the key."""

from __future__ import annotations

import hmac

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
        return int.from_bytes(self._mac("digest64", kind, value)[:8], "big", signed=True)

    def _mac(self, purpose: str, kind: str, value: str) -> bytes:
        if not value:
            raise ValueError("an empty value has no digest: all empty fields would match each other")
        return hmac.digest(self._subkey(purpose, kind), value.encode(), "sha256")

    def _subkey(self, purpose: str, kind: str) -> bytes:
        try:
            return self._subkeys[purpose, kind]
        except KeyError:
            info = f"pulang.blind\0{purpose}\0{kind}".encode()
            subkey = HKDFExpand(algorithm=SHA256(), length=32, info=info).derive(self._key)
            self._subkeys[purpose, kind] = subkey
            return subkey
