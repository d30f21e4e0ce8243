"""Envelopes between nodes: signed, then encrypted for one recipient.

The payload is signed as a compact JWS (``signing``), and that JWS is the plaintext of a compact JWE.
The sender's intent (``to``, ``id``, ``expires``) stands in the payload, under the signature; encryption
alone proves nothing about the sender.

- **S1**, by an X25519 key: JWE (RFC 7516) with ``ECDH-ES+A256KW`` and ``A256GCM``.
- **S2**, by a hybrid key: ``hybrid_jwe``, of the same five segments; only the key transport differs.

Compression is never used: the length of compressed text tells about its content.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from pulang.crypto import hybrid_jwe
from pulang.crypto.encryption_keys import HYBRID_ALGORITHM, DecryptionKey, RecipientKey, Suite
from pulang.crypto.errors import EnvelopeRefused
from pulang.crypto.jose import Header, split_compact
from pulang.crypto.signing import MAX_JWS, MAX_PAYLOAD, VerifyKey, sign_jws, verify_jws
from pulang.crypto.signing_keys import Signs

MAX_ENVELOPE = MAX_PAYLOAD
"""Largest payload in bytes (1 MiB); attachments travel apart. On the wire it grows about 1.8 times."""
MAX_TOKEN = MAX_JWS * 4 // 3 + 4096
CLASSIC_ALGORITHM = "ECDH-ES+A256KW"
CONTENT_ENCRYPTION = "A256GCM"
INNER_TYPE = "nx1+jws"
OUTER_TYPE = "nx1+jwe"

_SUITES: dict[str, Suite] = {CLASSIC_ALGORITHM: "S1", HYBRID_ALGORITHM: "S2"}
_HEADER_NAMES = frozenset({"alg", "enc", "kid", "typ", "epk"})


class Opened(NamedTuple):
    payload: bytes
    signed: bytes
    sender_kid: str
    suite: Suite


class _Registry(jwe.JWERegistry):
    """joserfc takes 64 KiB of ciphertext by default; raised to what MAX_ENVELOPE needs, and no further."""

    max_ciphertext_length = MAX_TOKEN


_REGISTRY = _Registry(algorithms=[CLASSIC_ALGORITHM, CONTENT_ENCRYPTION])


def seal_for(payload: bytes, *, sign_key: Signs, recipient_key: RecipientKey) -> bytes:
    """Sign, then encrypt for one recipient, with the suite of the recipient's key."""
    if len(payload) > MAX_ENVELOPE:
        raise EnvelopeRefused("too_large", limit=MAX_ENVELOPE)
    return encrypt_for(sign_jws(payload, sign_key, typ=INNER_TYPE), recipient_key=recipient_key)


def encrypt_for(signed: bytes, *, recipient_key: RecipientKey) -> bytes:
    """Encrypt what is signed already, as when it is sent again under another key of the recipient."""
    header = {"enc": CONTENT_ENCRYPTION, "kid": recipient_key.kid, "typ": OUTER_TYPE}
    if recipient_key.suite == "S2":
        return hybrid_jwe.encrypt(header | {"alg": HYBRID_ALGORITHM}, signed, recipient_key.hybrid())
    key = OKPKey.import_key(recipient_key.classic())
    return jwe.encrypt_compact(header | {"alg": CLASSIC_ALGORITHM}, signed, key, registry=_REGISTRY).encode()


def open_for(
    token: bytes,
    *,
    my_keys_by_kid: Mapping[str, DecryptionKey],
    sender_keys_by_kid: Mapping[str, VerifyKey],
    suites: Collection[Suite] = ("S1", "S2"),
) -> Opened:
    """Decrypt with one of my keys, then verify the author's signature.

    Raises EnvelopeRefused: `malformed`, `too_large`, `compression_refused`, `header_not_understood`,
    `algorithm_not_allowed`, `type_not_expected`, `key_unknown`, `decryption_failed`; or SignatureRefused
    as ``verify_jws`` does. Give ``suites=("S2",)`` to refuse a downgrade by a peer that has announced S2.
    """
    _, header = split_compact(token, parts=5, limit=MAX_TOKEN, refusal=EnvelopeRefused)
    suite = _checked_suite(header, suites)
    kid = header.get("kid")
    key = my_keys_by_kid.get(kid) if isinstance(kid, str) else None
    if key is None or key.kid != kid or key.suite != suite:
        raise EnvelopeRefused("key_unknown")
    signed = _decrypted(token, key)
    verified = verify_jws(signed, sender_keys_by_kid, typ=INNER_TYPE)
    return Opened(verified.payload, signed, verified.header["kid"], suite)


def _checked_suite(header: Header, suites: Collection[Suite]) -> Suite:
    if "zip" in header:
        raise EnvelopeRefused("compression_refused")
    if not header.keys() <= _HEADER_NAMES:
        raise EnvelopeRefused("header_not_understood")
    algorithm = header.get("alg")
    suite = _SUITES.get(algorithm) if isinstance(algorithm, str) else None
    if suite is None or suite not in suites or header.get("enc") != CONTENT_ENCRYPTION:
        raise EnvelopeRefused("algorithm_not_allowed")
    if header.get("typ") != OUTER_TYPE:
        raise EnvelopeRefused("type_not_expected")
    return suite


def _decrypted(token: bytes, key: DecryptionKey) -> bytes:
    # One code for every failure: a sender who probes learns nothing about where it failed.
    try:
        if key.suite == "S2":
            return hybrid_jwe.decrypt(token, key.hybrid)
        plaintext = jwe.decrypt_compact(token, OKPKey.import_key(key.classic), registry=_REGISTRY).plaintext
    except (JoseError, InvalidTag, InvalidUnwrap, AssertionError, KeyError, TypeError, ValueError):
        raise EnvelopeRefused("decryption_failed") from None
    if plaintext is None:
        raise EnvelopeRefused("decryption_failed")
    return plaintext
