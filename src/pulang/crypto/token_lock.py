"""A token as the lock of a key file, behind the same interface as a passphrase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulang.crypto.randomness import RandomBytes
from pulang.crypto.token import Token

_NONCE = 12


class InToken:
    """An AES key that was made in the token and cannot leave it; `key` is its id."""

    kind = "token"

    def __init__(self, token: Token, key: bytes = b"") -> None:
        self.token, self.key = token, key

    def described(self, random: RandomBytes) -> dict[str, Any]:
        return {"label": self.token.label, "key": self.key.hex(), "alg": "AES-256-GCM"}

    def close(self, content: bytes, how: Mapping[str, Any], *, bound: bytes, random: RandomBytes) -> bytes:
        nonce = random(_NONCE)
        return nonce + self.token.encrypt(bytes.fromhex(how["key"]), content, nonce=nonce, bound=bound)

    def open(self, sealed: bytes, how: Mapping[str, Any], *, bound: bytes) -> bytes:
        self.key = bytes.fromhex(how["key"])
        return self.token.decrypt(self.key, sealed[_NONCE:], nonce=sealed[:_NONCE], bound=bound)
