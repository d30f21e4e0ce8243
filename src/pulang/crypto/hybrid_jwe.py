"""Key transport of suite S2: a compact token like a JWE, its content key wrapped by hybrid HPKE.

    BASE64URL(header) . BASE64URL(wrapped key) . BASE64URL(nonce) . BASE64URL(ciphertext) . BASE64URL(tag)

- header: UTF-8 JSON with ``alg``, ``enc`` (``A256GCM``), ``kid``, ``typ``;
- wrapped key: HPKE (RFC 9180) base mode, single shot, of a fresh 32-byte content key, with KEM
  MLKEM768-X25519, HKDF-SHA-256 and AES-256-GCM: encapsulated key (1120 bytes), then ciphertext (48);
  ``info`` is ``nx1 S2 content key`` and a zero byte, then the first segment in ASCII; no further data;
- content: AES-256-GCM, 12-byte nonce, 16-byte tag, the first segment in ASCII as additional data.

It stays secret unless both ML-KEM-768 and X25519 are broken.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from pulang.crypto.jose import b64url, from_b64url
from pulang.crypto.randomness import RandomBytes, system_random

_HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_INFO = b"nx1 S2 content key\0"
_NONCE = 12
_TAG = 16


def encrypt(
    header: Mapping[str, Any],
    plaintext: bytes,
    recipient: MLKEM768X25519PublicKey,
    *,
    random: RandomBytes = system_random,
) -> bytes:
    """A token of five segments; HPKE draws its own ephemeral keys, ``random`` the content key and nonce."""
    protected = b64url(json.dumps(header, separators=(",", ":")).encode())
    content_key, nonce = random(32), random(_NONCE)
    wrapped = _HPKE.encrypt(content_key, recipient, info=_INFO + protected.encode())
    sealed = AESGCM(content_key).encrypt(nonce, plaintext, protected.encode())
    segments = (wrapped, nonce, sealed[:-_TAG], sealed[-_TAG:])
    return ".".join([protected, *map(b64url, segments)]).encode()


def decrypt(token: bytes, private_key: MLKEM768X25519PrivateKey) -> bytes:
    """Raises InvalidTag or ValueError; the header's content is for the caller to check."""
    protected, *rest = token.decode("ascii").split(".")
    wrapped, nonce, ciphertext, tag = map(from_b64url, rest)
    if (len(nonce), len(tag)) != (_NONCE, _TAG):
        raise ValueError("wrong length of nonce or tag")
    content_key = _HPKE.decrypt(wrapped, private_key, info=_INFO + protected.encode())
    return AESGCM(content_key).decrypt(nonce, ciphertext + tag, protected.encode())
