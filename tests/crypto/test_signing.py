"""Signatures agree with the RFCs and with a second implementation, and every trick is refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto import jwk as other_jwk
from jwcrypto import jws as other_jws

from pulang.crypto.errors import SealBroken, SignatureRefused
from pulang.crypto.jose import b64url, from_b64url
from pulang.crypto.keyring import KeyRing
from pulang.crypto.signing import MAX_PAYLOAD, SigningKey, VerifyKey, sign_jws, verify_jws

# RFC 8037, appendix A.1 to A.5, and the thumbprint of A.3.
RFC_KEY = {
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
RFC_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
RFC_SIGNED = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
RFC_SIGNATURE = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"

KEY = SigningKey(bytes(range(32)))
KEYS = {KEY.kid: KEY.public}
TYP = "test+jws"


def token_with(header: dict[str, Any], payload: bytes = b"{}") -> bytes:
    signed = f"{b64url(json.dumps(header).encode())}.{b64url(payload)}"
    return f"{signed}.{b64url(KEY.sign(signed.encode()))}".encode()


def refusal(token: bytes, keys: dict[str, VerifyKey] = KEYS, **options: Any) -> str:
    with pytest.raises(SignatureRefused) as refused:
        verify_jws(token, keys, typ=TYP, **options)
    return refused.value.code


def test_rfc_8037_key_signature_and_thumbprint() -> None:
    key = SigningKey.from_jwk(RFC_KEY)
    assert key.public.jwk()["x"] == RFC_KEY["x"]
    assert key.kid == RFC_THUMBPRINT
    assert b64url(key.sign(RFC_SIGNED.encode())) == RFC_SIGNATURE
    assert key.public.verifies(from_b64url(RFC_SIGNATURE), RFC_SIGNED.encode())


@given(st.binary(max_size=3000))
def test_what_was_signed_verifies_byte_for_byte(payload: bytes) -> None:
    verified = verify_jws(sign_jws(payload, KEY, typ=TYP), KEYS, typ=TYP)
    assert verified.payload == payload
    assert verified.header == {"alg": "Ed25519", "kid": KEY.kid, "typ": TYP}


def test_the_largest_payload_passes_and_one_byte_more_is_refused() -> None:
    assert len(verify_jws(sign_jws(bytes(MAX_PAYLOAD), KEY, typ=TYP), KEYS, typ=TYP).payload) == MAX_PAYLOAD
    with pytest.raises(SignatureRefused, match=r"^too_large, limit="):
        sign_jws(bytes(MAX_PAYLOAD + 1), KEY, typ=TYP)
    assert refusal(bytes(2 * MAX_PAYLOAD)) == "too_large"


SECOND = other_jwk.JWK(**KEY.jwk())


def test_the_second_implementation_verifies_ours() -> None:
    token = other_jws.JWS()
    token.allowed_algs = ["Ed25519"]
    token.deserialize(sign_jws(b'{"a": 1}', KEY, typ=TYP).decode(), SECOND)
    assert token.payload == b'{"a": 1}'


def test_we_verify_the_second_implementation() -> None:
    token = other_jws.JWS(b'{"a": 1}')
    token.allowed_algs = ["Ed25519"]
    header = {"alg": "Ed25519", "kid": SECOND.thumbprint(), "typ": TYP}
    token.add_signature(SECOND, protected=json.dumps(header))
    assert verify_jws(token.serialize(compact=True).encode(), KEYS, typ=TYP).payload == b'{"a": 1}'


def test_every_flipped_byte_and_every_cut_is_refused() -> None:
    token = sign_jws(b"synthetic payload", KEY, typ=TYP)
    for position in range(len(token)):
        for bit in (1, 32):
            altered = bytearray(token)
            altered[position] ^= bit
            refusal(bytes(altered))
        refusal(token[:position])


@given(st.binary(max_size=200) | st.text("eyJ.A_-", max_size=200).map(str.encode))
def test_noise_is_refused_and_never_crashes(noise: bytes) -> None:
    assert refusal(noise) in {"malformed", "algorithm_not_allowed"}


@pytest.mark.parametrize("alg", ["none", "None", "EdDSA", "HS256", "ES256", "Ed448", "", None, ["Ed25519"]])
def test_no_other_algorithm_is_allowed(alg: Any) -> None:
    assert refusal(token_with({"alg": alg, "kid": KEY.kid, "typ": TYP})) == "algorithm_not_allowed"


def test_the_public_key_is_no_hmac_secret() -> None:
    signed = f"{b64url(json.dumps({'alg': 'HS256', 'kid': KEY.kid, 'typ': TYP}).encode())}.e30"
    mac = hmac.digest(KEY.public.raw, signed.encode(), hashlib.sha256)
    assert refusal(f"{signed}.{b64url(mac)}".encode()) == "algorithm_not_allowed"


def test_an_unsigned_token_is_refused() -> None:
    assert refusal(token_with({"alg": "Ed25519", "kid": KEY.kid, "typ": TYP}).rpartition(b".")[0] + b".") == (
        "signature_wrong"
    )


@pytest.mark.parametrize(
    "extra",
    [
        {"crit": ["exp"], "exp": 1},
        {"crit": ["b64"], "b64": False},
        {"crit": []},
        {"crit": "typ"},
        {"crit": ["typ"]},
        {"crit": [["typ"]]},
        {"crit": ["nx"]},
        {"jwk": RFC_KEY},
        {"jku": "https://example.org/keys"},
        {"b64": False},
        {"exp": 1},
    ],
)
def test_what_is_not_understood_is_refused(extra: dict[str, Any]) -> None:
    token = token_with({"alg": "Ed25519", "kid": KEY.kid, "typ": TYP} | extra)
    assert refusal(token) == "header_not_understood"


def test_an_understood_critical_member_passes() -> None:
    token = sign_jws(b"{}", KEY, typ=TYP, extra={"crit": ["nx"], "nx": 1})
    assert verify_jws(token, KEYS, typ=TYP, understood=["nx"]).header["nx"] == 1
    assert refusal(token) == "header_not_understood"
    absent = token_with({"alg": "Ed25519", "kid": KEY.kid, "typ": TYP, "crit": ["nx"]})
    assert refusal(absent, understood=["nx"]) == "header_not_understood"


@pytest.mark.parametrize("text", ["AB", "A", "AA==", "AA\n", "A+", "A/", "Ä"])
def test_base64url_has_one_spelling_only(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        from_b64url(text)


def test_a_name_given_twice_is_refused() -> None:
    header = f'{{"alg":"none","alg":"Ed25519","kid":"{KEY.kid}","typ":"{TYP}"}}'
    signed = f"{b64url(header.encode())}.e30"
    assert refusal(f"{signed}.{b64url(KEY.sign(signed.encode()))}".encode()) == "malformed"


def test_another_type_of_token_is_refused() -> None:
    assert refusal(sign_jws(b"{}", KEY, typ="receipt+jws")) == "type_not_expected"


def test_key_ids_cannot_be_swapped() -> None:
    mallory = SigningKey(bytes(32))
    forged = token_with({"alg": "Ed25519", "kid": mallory.kid, "typ": TYP})
    assert refusal(forged) == "key_unknown"
    assert refusal(forged, {mallory.kid: mallory.public}) == "signature_wrong"
    assert refusal(forged, {mallory.kid: KEY.public}) == "key_unknown"
    assert refusal(token_with({"alg": "Ed25519", "kid": [KEY.kid], "typ": TYP})) == "key_unknown"
    assert refusal(token_with({"alg": "Ed25519", "typ": TYP})) == "key_unknown"


def test_extras_cannot_replace_the_algorithm_or_the_key() -> None:
    token = sign_jws(b"{}", KEY, typ=TYP, extra={"alg": "none", "kid": "x", "typ": "y"})
    assert verify_jws(token, KEYS, typ=TYP).header["kid"] == KEY.kid


def test_a_stored_key_is_encrypted_and_bound_to_its_id(tmp_path: Path) -> None:
    ring = KeyRing.create(tmp_path / "keyring.json")
    stored = KEY.stored(ring)
    assert KEY.jwk()["d"].encode() not in stored
    assert SigningKey.from_stored(ring, stored, kid=KEY.kid).jwk() == KEY.jwk()
    with pytest.raises(SealBroken):
        SigningKey.from_stored(ring, stored, kid=RFC_THUMBPRINT)


@pytest.mark.parametrize(
    "wrong",
    [{"crv": "X25519"}, {"kty": "EC"}, {"x": "AA"}, {"x": 7}, {"x": RFC_KEY["d"]}, {"d": RFC_KEY["d"] + "="}],
)
def test_a_wrong_jwk_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"Ed25519|differ|base64url"):
        SigningKey.from_jwk(RFC_KEY | wrong)


def test_the_text_form_shows_no_secret() -> None:
    assert repr(KEY) == f"SigningKey(kid='{KEY.kid}')"
