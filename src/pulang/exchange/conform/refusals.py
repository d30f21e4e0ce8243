"""Golden refusals: tokens and texts that must not be taken, each with the code that says why."""

import json
from collections.abc import Mapping
from typing import Any

from pulang.crypto.envelope import INNER_TYPE
from pulang.crypto.jose import b64url, from_b64url
from pulang.crypto.signing import sign_jws
from pulang.exchange.conform.played import PlayedNode, as_bytes
from pulang.exchange.receipts import RECEIPT_TYPE

Case = dict[str, str]


def refusals(alpha: PlayedNode, beta: PlayedNode, golden: Mapping[str, Any]) -> list[Case]:
    """`layer` says what is given: `jwe` to open with beta's keys, `jws` to verify with alpha's, `payload`."""
    return [
        *_tokens(golden["s1"], golden["s2"]),
        *_signatures(alpha, beta, golden["payload"], golden["jws"]),
        *_payloads(golden["payload"]),
    ]


def _tokens(s1: str, s2: str) -> list[Case]:
    """Each made of a golden token by a change of its header or of its segments."""
    cut = s1.split(".")
    changes: dict[str, tuple[str, str]] = {
        "compressed": (with_header(s1, zip="DEF"), "compression_refused"),
        "content encryption A128GCM": (with_header(s1, enc="A128GCM"), "algorithm_not_allowed"),
        "direct key agreement": (with_header(s1, alg="ECDH-ES"), "algorithm_not_allowed"),
        "RSA": (with_header(s1, alg="RSA-OAEP-256"), "algorithm_not_allowed"),
        "no algorithm": (with_header(s1, alg=None), "algorithm_not_allowed"),
        "another type": (with_header(s1, typ="JWT"), "type_not_expected"),
        "a header that is not understood": (with_header(s1, apu="QQ"), "header_not_understood"),
        "a critical header": (with_header(s1, crit=["exp"], exp=1), "header_not_understood"),
        "nobody's key": (with_header(s1, kid="nobody"), "key_unknown"),
        "no recipient": (with_header(s1, kid=None), "key_unknown"),
        "S2 named as S1": (with_header(s2, alg="ECDH-ES+A256KW"), "key_unknown"),
        "a weak ephemeral key": (
            with_header(s1, epk={"kty": "OKP", "crv": "X25519", "x": "A" * 43}),
            "decryption_failed",
        ),
        "another tag": (".".join([*cut[:4], flipped(cut[4])]), "decryption_failed"),
        "another ciphertext": (".".join([*cut[:3], flipped(cut[3]), cut[4]]), "decryption_failed"),
        "no key": (".".join([cut[0], "", *cut[2:]]), "decryption_failed"),
        "four segments": (".".join(cut[:4]), "malformed"),
        "padding": (s1.replace(".", "=.", 1), "malformed"),
    }
    return [
        {"layer": "jwe", "name": name, "given": token, "expect": code} for name, (token, code) in changes.items()
    ]


def _signatures(alpha: PlayedNode, beta: PlayedNode, payload: str, jws: str) -> list[Case]:
    header, content, signature = jws.split(".")
    unsigned = b64url(b'{"alg":"none","typ":"nx1+jws"}')
    changes: dict[str, tuple[str, str]] = {
        "no signature": (f"{unsigned}.{content}.", "algorithm_not_allowed"),
        "HMAC with the public key": (with_header(jws, alg="HS256"), "algorithm_not_allowed"),
        "the old name EdDSA": (with_header(jws, alg="EdDSA"), "algorithm_not_allowed"),
        "a receipt as a message": (
            sign_jws(payload.encode(), alpha.signing, typ=RECEIPT_TYPE).decode(),
            "type_not_expected",
        ),
        "by another node": (sign_jws(payload.encode(), beta.signing, typ=INNER_TYPE).decode(), "key_unknown"),
        "another's key under the author's id": (
            f"{header}.{sign_jws(payload.encode(), beta.signing, typ=INNER_TYPE).decode().split('.', 1)[1]}",
            "signature_wrong",
        ),
        "another text": (f"{header}.{flipped(content)}.{signature}", "signature_wrong"),
        "a key in the header": (with_header(jws, jwk=beta.signing.public.jwk()), "header_not_understood"),
        "a critical header": (with_header(jws, crit=["b64"], b64=False), "header_not_understood"),
    }
    return [
        {"layer": "jws", "name": name, "given": token, "expect": code} for name, (token, code) in changes.items()
    ]


def _payloads(payload: str) -> list[Case]:
    fields = json.loads(payload)
    changes: dict[str, tuple[str, str]] = {
        "version 2": (_text(fields, v=2), "version_unknown"),
        "a critical field": (_text(fields, crit=["x_must"]), "crit_unknown"),
        "nobody to go to": (_text(fields, to=""), "envelope_malformed"),
        "no one to go to": (_text(fields, to=None), "envelope_malformed"),
        "a list of receivers": (_text(fields, to=[fields["to"]]), "envelope_malformed"),
        "a day that is not": (_text(fields, created="2026-02-30T00:00:00Z"), "envelope_malformed"),
        "a local time": (_text(fields, created="2026-01-15T08:00:00+07:00"), "envelope_malformed"),
        "number 0": (_text(fields, link={"seq": 0, "prev": ""}), "envelope_malformed"),
        "no purpose": (_text(fields, handling={**fields["handling"], "purpose": None}), "envelope_malformed"),
        "a body that is a text": (_text(fields, body="x"), "envelope_malformed"),
        "a name twice": (payload.replace('"v":1,', '"v":1,"v":1,', 1), "envelope_malformed"),
        "a NUL": (_text(fields, lang="en", body={"text": "a\0b"}), "envelope_malformed"),
        "half a surrogate pair": (payload.replace('"lang":"en"', '"lang":"\\ud800"'), "envelope_malformed"),
        "a list": ("[]", "envelope_malformed"),
        "very deep": ("[" * 5_000, "envelope_malformed"),
        "cut off": (payload[:-1], "envelope_malformed"),
        "not a number": (payload.replace('"v":1', '"v":NaN', 1), "envelope_malformed"),
        "a number beyond every number": (payload.replace('"v":1', '"v":1e999', 1), "envelope_malformed"),
        "deeper than 32": (
            payload.replace('"body":{', '"body":{"a":' + "[" * 32 + "]" * 32 + ",", 1),
            "envelope_malformed",
        ),
    }
    return [
        {"layer": "payload", "name": name, "given": text, "expect": code} for name, (text, code) in changes.items()
    ]


def with_header(token: str, **members: Any) -> str:
    """The same token under a changed header; None takes a member away."""
    first, rest = token.split(".", 1)
    header = {**json.loads(from_b64url(first)), **members}
    kept = {name: value for name, value in header.items() if value is not None}
    return f"{b64url(as_bytes(kept))}.{rest}"


def flipped(segment: str) -> str:
    raw = bytearray(from_b64url(segment))
    raw[0] ^= 1
    return b64url(bytes(raw))


def _text(fields: Mapping[str, Any], **changed: Any) -> str:
    merged = {**fields, **changed}
    return as_bytes({name: value for name, value in merged.items() if value is not None}).decode()
