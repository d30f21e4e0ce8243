"""HTTP message signatures (RFC 9421) with Ed25519 for requests and responses between nodes.

One profile, label and tag ``nx1``. A request covers ``@method``, ``@target-uri`` and ``content-digest``
(RFC 9530, SHA-256, also of an empty body). ``@target-uri`` rather than ``@path`` and ``@authority``: it
holds scheme, host, path and query in one value, and the receiver builds it from the address that it has
announced, not from what a proxy in between says. So a request made for one node is refused by every other.

A response covers ``@status``, its own ``content-digest``, and the method, target and signature of the
request (``;req``): an answer to one request cannot be played back as the answer to another.

The parameters are ``created``, ``nonce``, ``keyid`` and ``tag``, in any order and nothing else. The caller
stores the nonce for as long as ``created`` is accepted, and refuses it when it comes again.
"""

from __future__ import annotations

from collections.abc import Mapping

from pulang.crypto.errors import SignatureRefused
from pulang.crypto.jose import b64url
from pulang.crypto.randomness import RandomBytes, system_random
from pulang.crypto.signature_fields import (
    LABEL,
    Signer,
    content_digest,
    header,
    read_signature,
    read_signature_input,
    signature_base,
    signature_params,
    write_signature,
)
from pulang.crypto.signing_keys import Signs, VerifyKey

MAX_SKEW = 300
"""Seconds by which ``created`` may differ from the receiver's clock, either way."""

_REQUEST_COMPONENTS = ('"@method"', '"@target-uri"', '"content-digest"')
_RESPONSE_COMPONENTS = (
    '"@status"',
    '"content-digest"',
    '"@method";req',
    '"@target-uri";req',
    f'"signature";req;key="{LABEL}"',
)


def new_nonce(random: RandomBytes = system_random) -> str:
    """128 random bits as base64url."""
    return b64url(random(16))


def sign_request(*, method: str, target: str, body: bytes, key: Signs, now: int, nonce: str) -> dict[str, str]:
    """Headers to add to a request. ``target`` is the absolute URI, ``now`` in seconds since 1970 (UTC)."""
    return _signed(_request_values(method, target, body), key=key, now=now, nonce=nonce)


def verify_request(
    headers: Mapping[str, str],
    *,
    method: str,
    target: str,
    body: bytes,
    keys: Mapping[str, VerifyKey],
    now: int,
    max_skew: int = MAX_SKEW,
) -> Signer:
    """Who signed this request; the caller refuses a nonce that this key has used before.

    Raises SignatureRefused: `signature_absent`, `malformed`, `components_not_expected`,
    `parameters_not_expected`, `key_unknown`, `outside_time_window`, `digest_wrong`, `signature_wrong`.
    """
    return _verified(headers, _request_values(method, target, body), keys=keys, now=now, max_skew=max_skew)


def sign_response(
    request_headers: Mapping[str, str],
    *,
    status: int,
    body: bytes,
    method: str,
    target: str,
    key: Signs,
    now: int,
    nonce: str,
) -> dict[str, str]:
    """Headers to add to the response to that verified request; what came unsigned is answered unsigned."""
    values = _response_values(request_headers, status, body, method, target)
    return _signed(values, key=key, now=now, nonce=nonce)


def verify_response(
    headers: Mapping[str, str],
    request_headers: Mapping[str, str],
    *,
    status: int,
    body: bytes,
    method: str,
    target: str,
    keys: Mapping[str, VerifyKey],
    now: int,
    max_skew: int = MAX_SKEW,
) -> Signer:
    """Who signed this response to that request; raises SignatureRefused as ``verify_request`` does."""
    values = _response_values(request_headers, status, body, method, target)
    return _verified(headers, values, keys=keys, now=now, max_skew=max_skew)


def _request_values(method: str, target: str, body: bytes) -> dict[str, str]:
    return dict(zip(_REQUEST_COMPONENTS, (method, target, content_digest(body)), strict=True))


def _response_values(
    request_headers: Mapping[str, str], status: int, body: bytes, method: str, target: str
) -> dict[str, str]:
    request_signature = write_signature(read_signature(header(request_headers, "signature")))
    item = request_signature.removeprefix(f"{LABEL}=")
    values = (str(status), content_digest(body), method, target, item)
    return dict(zip(_RESPONSE_COMPONENTS, values, strict=True))


def _signed(values: Mapping[str, str], *, key: Signs, now: int, nonce: str) -> dict[str, str]:
    parameters = signature_params(values, Signer(key.kid, nonce, now))
    return {
        "Content-Digest": values['"content-digest"'],
        "Signature-Input": f"{LABEL}={parameters}",
        "Signature": write_signature(key.sign(signature_base(values, parameters))),
    }


def _verified(
    headers: Mapping[str, str],
    values: Mapping[str, str],
    *,
    keys: Mapping[str, VerifyKey],
    now: int,
    max_skew: int,
) -> Signer:
    parameters, signer = read_signature_input(header(headers, "signature-input"), values)
    signature = read_signature(header(headers, "signature"))
    key = keys.get(signer.keyid)
    if key is None or key.kid != signer.keyid:
        raise SignatureRefused("key_unknown")
    if abs(now - signer.created) > max_skew:
        raise SignatureRefused("outside_time_window", created=signer.created, now=now)
    if header(headers, "content-digest") != values['"content-digest"']:
        raise SignatureRefused("digest_wrong")
    if not key.verifies(signature, signature_base(values, parameters)):
        raise SignatureRefused("signature_wrong")
    return signer
