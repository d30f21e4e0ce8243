"""Keys that envelopes are encrypted to: X25519 for suite S1, ML-KEM-768 with X25519 for suite S2.

The key decides the suite. A JWK of S1 is an ``OKP`` key (RFC 8037). A JWK of S2 has ``kty`` ``AKP``,
``alg`` as below, ``pub`` = ML-KEM public key (1184 bytes) then X25519 public key (32), and ``priv`` =
ML-KEM seed (64) then X25519 private key (32). Ids are JWK thumbprints (RFC 7638).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey

from pulang.crypto.jose import b64url, from_b64url
from pulang.crypto.keyring import KeyRing
from pulang.crypto.randomness import RandomBytes, system_random
from pulang.crypto.sealing import unwrap, wrap

Suite = Literal["S1", "S2"]
HYBRID_ALGORITHM = "NX1-HPKE-MLKEM768-X25519"
_X25519 = 32
_MLKEM_PUBLIC = 1184
_MLKEM_SEED = 64
_PUBLIC_BYTES = {"S1": _X25519, "S2": _MLKEM_PUBLIC + _X25519}
_PRIVATE_BYTES = {"S1": _X25519, "S2": _MLKEM_SEED + _X25519}


@dataclass(frozen=True, slots=True)
class RecipientKey:
    """A public key that envelopes can be sealed for."""

    suite: Suite
    raw: bytes
    kid: str = field(init=False)

    def __post_init__(self) -> None:
        canonical = json.dumps(self.jwk(), sort_keys=True, separators=(",", ":"))
        object.__setattr__(self, "kid", b64url(hashlib.sha256(canonical.encode()).digest()))

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> Self:
        """Raises ValueError unless it is a key of S1 or S2; private parts are not taken over."""
        suite = _suite_of(jwk)
        return cls(suite, _part(jwk, "x" if suite == "S1" else "pub", _PUBLIC_BYTES[suite]))

    def jwk(self) -> dict[str, str]:
        if self.suite == "S1":
            return {"kty": "OKP", "crv": "X25519", "x": b64url(self.raw)}
        return {"kty": "AKP", "alg": HYBRID_ALGORITHM, "pub": b64url(self.raw)}

    def classic(self) -> X25519PublicKey:
        return X25519PublicKey.from_public_bytes(self.raw[-_X25519:])

    def hybrid(self) -> MLKEM768X25519PublicKey:
        lattice = MLKEM768PublicKey.from_public_bytes(self.raw[:_MLKEM_PUBLIC])
        return MLKEM768X25519PublicKey(lattice, self.classic())


class DecryptionKey:
    """A private key that opens envelopes. Its text form shows only suite and id."""

    def __init__(self, suite: Suite, raw: bytes) -> None:
        self._raw = raw
        self.classic = X25519PrivateKey.from_private_bytes(raw[-_X25519:])
        public = self.classic.public_key().public_bytes_raw()
        if suite == "S2":
            lattice = MLKEM768PrivateKey.from_seed_bytes(raw[:_MLKEM_SEED])
            self.hybrid = MLKEM768X25519PrivateKey(lattice, self.classic)
            public = lattice.public_key().public_bytes_raw() + public
        self.public = RecipientKey(suite, public)

    @classmethod
    def generate(cls, suite: Suite, random: RandomBytes = system_random) -> Self:
        return cls(suite, random(_PRIVATE_BYTES[suite]))

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> Self:
        """Raises ValueError unless it is a private key of S1 or S2 whose parts belong together."""
        suite = _suite_of(jwk)
        key = cls(suite, _part(jwk, "d" if suite == "S1" else "priv", _PRIVATE_BYTES[suite]))
        if RecipientKey.from_jwk(jwk) != key.public:
            raise ValueError("public and private part differ")
        return key

    @classmethod
    def from_stored(cls, ring: KeyRing, stored: bytes, *, kid: str) -> Self:
        """Reverse of ``stored``; raises SealBroken or KeyMissing."""
        return cls.from_jwk(json.loads(unwrap(ring, stored, owner=f"decryption-key:{kid}")))

    def stored(self, ring: KeyRing, *, random: RandomBytes = system_random) -> bytes:
        """The private JWK, encrypted with the ring's current key, for a file or a row named by ``kid``."""
        return wrap(ring, json.dumps(self.jwk()).encode(), owner=f"decryption-key:{self.kid}", random=random)

    @property
    def kid(self) -> str:
        return self.public.kid

    @property
    def suite(self) -> Suite:
        return self.public.suite

    def jwk(self) -> dict[str, str]:
        """The private JWK, in the clear."""
        return self.public.jwk() | {"d" if self.suite == "S1" else "priv": b64url(self._raw)}

    def __repr__(self) -> str:
        return f"DecryptionKey(suite={self.suite!r}, kid={self.kid!r})"


def _suite_of(jwk: Mapping[str, Any]) -> Suite:
    if (jwk.get("kty"), jwk.get("crv")) == ("OKP", "X25519"):
        return "S1"
    if (jwk.get("kty"), jwk.get("alg")) == ("AKP", HYBRID_ALGORITHM):
        return "S2"
    raise ValueError("not an encryption key")


def _part(jwk: Mapping[str, Any], name: str, length: int) -> bytes:
    text = jwk.get(name)
    raw = from_b64url(text) if isinstance(text, str) else b""
    if len(raw) != length:
        raise ValueError("not an encryption key")
    return raw
