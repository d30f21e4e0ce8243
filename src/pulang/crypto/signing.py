"""Compact JWS (RFC 7515) with ``alg`` ``Ed25519`` (RFC 9864), the only kind made or taken here."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.registry import HeaderParameter

from pulang.crypto.errors import SignatureRefused
from pulang.crypto.jose import Header, b64url, split_compact
from pulang.crypto.signing_keys import SigningKey, Signs, VerifyKey

__all__ = ["MAX_PAYLOAD", "SigningKey", "Verified", "VerifyKey", "sign_jws", "verify_jws"]

ALGORITHM = "Ed25519"
MAX_PAYLOAD = 2**20
"""Largest payload in bytes; joserfc's own cap (128,000 characters) is raised to it."""
MAX_JWS = MAX_PAYLOAD * 4 // 3 + 2048
_HEADER_NAMES = frozenset({"alg", "kid", "typ", "cty", "crit"})


class Verified(NamedTuple):
    payload: bytes
    header: Header


def sign_jws(payload: bytes, key: Signs, *, typ: str, extra: Mapping[str, Any] | None = None) -> bytes:
    """Compact JWS over exactly these bytes; ``extra`` adds header members (``crit`` and what it names)."""
    if len(payload) > MAX_PAYLOAD:
        raise SignatureRefused("too_large", limit=MAX_PAYLOAD)
    header = dict(extra or {}) | {"alg": ALGORITHM, "kid": key.kid, "typ": typ}
    # Put together here and not by the library: the key may lie in a token, which gives a signature only.
    text = json.dumps(header, separators=(",", ":")).encode()
    signed = f"{b64url(text)}.{b64url(payload)}".encode()
    return signed + b"." + b64url(key.sign(signed)).encode()


def verify_jws(
    token: bytes, keys_by_kid: Mapping[str, VerifyKey], *, typ: str, understood: Collection[str] = ()
) -> Verified:
    """Payload and header of a JWS made by one of these keys.

    ``understood`` names the header members beyond ``alg``, ``kid``, ``typ``, ``cty`` that the caller
    acts upon; any other is refused, critical or not. Raises SignatureRefused: `malformed`, `too_large`,
    `algorithm_not_allowed`, `type_not_expected`, `header_not_understood`, `key_unknown`, `signature_wrong`.
    """
    _, header = split_compact(token, parts=3, limit=MAX_JWS, refusal=SignatureRefused)
    _check_header(header, typ, frozenset(understood))
    kid = header.get("kid")
    key = keys_by_kid.get(kid) if isinstance(kid, str) else None
    if key is None or key.kid != kid:
        raise SignatureRefused("key_unknown")
    registry = _registry(frozenset(understood))
    try:
        verified = jws.deserialize_compact(token, key.jose(), registry=registry)
    except (JoseError, ValueError, TypeError):
        raise SignatureRefused("signature_wrong") from None
    return Verified(verified.payload, header)


def _check_header(header: Header, typ: str, understood: frozenset[str]) -> None:
    if header.get("alg") != ALGORITHM:
        raise SignatureRefused("algorithm_not_allowed")
    if header.get("typ") != typ:
        raise SignatureRefused("type_not_expected")
    if not header.keys() <= _HEADER_NAMES | understood:
        raise SignatureRefused("header_not_understood")
    if "crit" in header:
        critical = header["crit"]
        well_formed = isinstance(critical, list) and critical and all(isinstance(n, str) for n in critical)
        if not well_formed or not set(critical) <= understood & header.keys():
            raise SignatureRefused("header_not_understood")


@lru_cache(maxsize=32)
def _registry(extra_names: frozenset[str]) -> jws.JWSRegistry:
    extra = {name: HeaderParameter("agreed between the parties", _any_value) for name in extra_names}
    registry = jws.JWSRegistry(header_registry=extra, algorithms=[ALGORITHM])
    registry.max_header_length = 1024
    registry.max_payload_length = MAX_JWS
    return registry


def _any_value(value: object) -> None:
    """joserfc asks for a check of each header member; extra ones are checked by whoever understands them."""
