"""What a key file is closed with: a passphrase, or a key in a token. Both stand behind one interface."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from pulang.crypto.errors import KeyFileRefused
from pulang.crypto.randomness import RandomBytes

SCRYPT_COST = 2**17  # 128 MiB and about half a second, paid once at start
_SCRYPT_COST_MAX = 2**20
_NONCE = 12


class Lock(Protocol):
    """Closes and opens the content of a key file. `kind` names the member of the file that says how."""

    @property
    def kind(self) -> str: ...

    def described(self, random: RandomBytes) -> dict[str, Any]:
        """How the file is closed this time; not secret."""

    def close(self, content: bytes, how: Mapping[str, Any], *, bound: bytes, random: RandomBytes) -> bytes:
        """The sealed content; it opens only together with `bound`."""

    def open(self, sealed: bytes, how: Mapping[str, Any], *, bound: bytes) -> bytes:
        """Raises KeyFileRefused, TokenRefused, or ValueError where `how` is none of this lock."""


class Passphrase:
    """Stretched by scrypt. Its text form does not show it."""

    kind = "scrypt"

    def __init__(self, words: str) -> None:
        self._words = words

    def described(self, random: RandomBytes) -> dict[str, Any]:
        return {"n": SCRYPT_COST, "r": 8, "p": 1, "salt": base64.b64encode(random(16)).decode()}

    def close(self, content: bytes, how: Mapping[str, Any], *, bound: bytes, random: RandomBytes) -> bytes:
        nonce = random(_NONCE)
        return nonce + self._cipher(how).encrypt(nonce, content, bound)

    def open(self, sealed: bytes, how: Mapping[str, Any], *, bound: bytes) -> bytes:
        try:
            return self._cipher(how).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
        except InvalidTag:
            raise KeyFileRefused("passphrase_wrong") from None

    def _cipher(self, how: Mapping[str, Any]) -> AESGCM:
        if not 2 <= how["n"] <= _SCRYPT_COST_MAX or (how["r"], how["p"]) != (8, 1):
            raise ValueError("not a cost that is used here")
        salt = _bytes(how["salt"])
        return AESGCM(Scrypt(salt=salt, length=32, n=how["n"], r=8, p=1).derive(self._words.encode()))


LOCKS: Mapping[str, str] = {Passphrase.kind: "passphrase_needed", "token": "token_not_configured"}
"""Kinds of locks, each with the code for a file that is closed by it and opened without."""


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
