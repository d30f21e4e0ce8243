"""Ed25519 keys of nodes and officers.

A key's id is its JWK thumbprint (RFC 7638), so an id cannot be given to another key.
Stored private keys are wrapped by the node's key ring; rotate them with ``sealing.rewrap``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import OKPKey

from pulang.crypto.jose import b64url, from_b64url
from pulang.crypto.keyring import KeyRing
from pulang.crypto.randomness import RandomBytes, system_random
from pulang.crypto.sealing import unwrap, wrap


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """A public Ed25519 key."""

    raw: bytes
    kid: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kid", self.jose().thumbprint())

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> Self:
        """Raises ValueError unless it is an Ed25519 key; private parts are not taken over."""
        return cls(_okp_part(jwk, "x"))

    def jwk(self) -> dict[str, str]:
        return {"kty": "OKP", "crv": "Ed25519", "x": b64url(self.raw)}

    def pem(self) -> bytes:
        """For tools that know no JWK."""
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def jose(self) -> OKPKey:
        return OKPKey.import_key(Ed25519PublicKey.from_public_bytes(self.raw))

    def verifies(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Signs(Protocol):
    """Whatever signs as one Ed25519 key: a private key in memory, or one that never leaves its token."""

    @property
    def public(self) -> VerifyKey: ...

    @property
    def kid(self) -> str: ...

    def sign(self, message: bytes) -> bytes:
        """64 bytes. Raises TokenRefused where the key lies in a token that does not answer."""


class SigningKey:
    """A private Ed25519 key. Its text form shows only the id."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = VerifyKey(self._private.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, random: RandomBytes = system_random) -> Self:
        return cls(random(32))

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> Self:
        """Raises ValueError unless it is a private Ed25519 key whose two parts belong together."""
        key = cls(_okp_part(jwk, "d"))
        if VerifyKey.from_jwk(jwk) != key.public:
            raise ValueError("public and private part differ")
        return key

    @classmethod
    def from_stored(cls, ring: KeyRing, stored: bytes, *, kid: str) -> Self:
        """Reverse of ``stored``; raises SealBroken or KeyMissing."""
        return cls.from_jwk(json.loads(unwrap(ring, stored, owner=f"signing-key:{kid}")))

    def stored(self, ring: KeyRing, *, random: RandomBytes = system_random) -> bytes:
        """The private JWK, encrypted with the ring's current key, for a file or a row named by ``kid``."""
        return wrap(ring, json.dumps(self.jwk()).encode(), owner=f"signing-key:{self.kid}", random=random)

    @property
    def kid(self) -> str:
        return self.public.kid

    def jwk(self) -> dict[str, str]:
        """The private JWK, in the clear."""
        return self.public.jwk() | {"d": b64url(self._seed)}

    def jose(self) -> OKPKey:
        return OKPKey.import_key(self._private)

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._private.sign(message)

    def __repr__(self) -> str:
        return f"SigningKey(kid={self.kid!r})"


def _okp_part(jwk: Mapping[str, Any], part: str) -> bytes:
    if (jwk.get("kty"), jwk.get("crv")) != ("OKP", "Ed25519") or not isinstance(jwk.get(part), str):
        raise ValueError("not an Ed25519 key")
    raw = from_b64url(jwk[part])
    if len(raw) != 32:
        raise ValueError("not an Ed25519 key")
    return raw
