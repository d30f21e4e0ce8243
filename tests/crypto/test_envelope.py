"""Envelopes open only for their recipient, name their author, and agree with a second implementation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto import jwe as other_jwe
from jwcrypto import jwk as other_jwk
from jwcrypto import jws as other_jws

from pulang.crypto import hybrid_jwe
from pulang.crypto.encryption_keys import DecryptionKey, RecipientKey, Suite
from pulang.crypto.envelope import MAX_ENVELOPE, MAX_TOKEN, open_for, seal_for
from pulang.crypto.errors import CryptoRefusal, EnvelopeRefused, SealBroken
from pulang.crypto.jose import b64url, from_b64url
from pulang.crypto.keyring import KeyRing
from pulang.crypto.signing import SigningKey, sign_jws

AUTHOR = SigningKey(bytes(range(32)))
AUTHORS = {AUTHOR.kid: AUTHOR.public}
MINE: dict[Suite, DecryptionKey] = {
    "S1": DecryptionKey("S1", bytes(range(1, 33))),
    "S2": DecryptionKey("S2", bytes(range(1, 97))),
}
MY_KEYS = {key.kid: key for key in MINE.values()}
BOTH: list[Suite] = ["S1", "S2"]


def refusal(token: bytes, **options: Any) -> str:
    keys: dict[str, Any] = {"my_keys_by_kid": MY_KEYS, "sender_keys_by_kid": AUTHORS}
    with pytest.raises(CryptoRefusal) as refused:
        open_for(token, **(keys | options))
    return refused.value.code


def second_token(plaintext: bytes, **header: Any) -> bytes:
    """A JWE for my S1 key as jwcrypto makes it."""
    key = other_jwk.JWK(**MINE["S1"].public.jwk())
    protected = {
        "alg": "ECDH-ES+A256KW",
        "enc": "A256GCM",
        "kid": key.thumbprint(),
        "typ": "nx1+jwe",
    } | header
    allowed = [protected["alg"], protected["enc"]]
    token = other_jwe.JWE(plaintext, json.dumps(protected), recipient=key, algs=allowed)
    return str(token.serialize(compact=True)).encode()


@pytest.mark.parametrize("suite", BOTH)
@given(payload=st.binary(max_size=3000))
def test_what_was_sealed_opens_and_names_its_author(suite: Suite, payload: bytes) -> None:
    token = seal_for(payload, sign_key=AUTHOR, recipient_key=MINE[suite].public)
    opened = open_for(token, my_keys_by_kid=MY_KEYS, sender_keys_by_kid=AUTHORS)
    assert (opened.payload, opened.sender_kid, opened.suite) == (payload, AUTHOR.kid, suite)


@pytest.mark.parametrize("suite", BOTH)
def test_the_largest_envelope_opens_and_one_byte_more_is_refused(suite: Suite) -> None:
    token = seal_for(bytes(MAX_ENVELOPE), sign_key=AUTHOR, recipient_key=MINE[suite].public)
    assert open_for(token, my_keys_by_kid=MY_KEYS, sender_keys_by_kid=AUTHORS).payload == bytes(MAX_ENVELOPE)
    with pytest.raises(EnvelopeRefused, match=r"^too_large, limit="):
        seal_for(bytes(MAX_ENVELOPE + 1), sign_key=AUTHOR, recipient_key=MINE[suite].public)


def test_a_token_beyond_the_limit_is_refused_unread() -> None:
    assert refusal(b"." * (MAX_TOKEN + 1)) == "too_large"


def test_the_second_implementation_opens_ours() -> None:
    sealed = seal_for(b'{"a": 1}', sign_key=AUTHOR, recipient_key=MINE["S1"].public).decode()
    outer = other_jwe.JWE(algs=["ECDH-ES+A256KW", "A256GCM"])
    outer.deserialize(sealed, other_jwk.JWK(**MINE["S1"].jwk()))
    inner = other_jws.JWS()
    inner.deserialize(outer.payload.decode(), other_jwk.JWK(**AUTHOR.public.jwk()), alg="Ed25519")
    assert inner.payload == b'{"a": 1}'


def test_we_open_the_second_implementation() -> None:
    inner = other_jws.JWS(b'{"a": 1}')
    header = {"alg": "Ed25519", "kid": AUTHOR.kid, "typ": "nx1+jws"}
    inner.add_signature(other_jwk.JWK(**AUTHOR.jwk()), protected=json.dumps(header))
    token = second_token(inner.serialize(compact=True).encode())
    opened = open_for(token, my_keys_by_kid=MY_KEYS, sender_keys_by_kid=AUTHORS)
    assert (opened.payload, opened.sender_kid, opened.suite) == (b'{"a": 1}', AUTHOR.kid, "S1")


@pytest.mark.parametrize("suite", BOTH)
def test_every_flipped_byte_and_every_cut_is_refused(suite: Suite) -> None:
    token = seal_for(b"synthetic", sign_key=AUTHOR, recipient_key=MINE[suite].public)
    for position in range(len(token)):
        altered = bytearray(token)
        altered[position] ^= 1
        refusal(bytes(altered))
        refusal(token[:position])


@pytest.mark.parametrize("suite", BOTH)
def test_segments_cannot_be_cut_elsewhere(suite: Suite) -> None:
    token = seal_for(b"synthetic", sign_key=AUTHOR, recipient_key=MINE[suite].public).decode()
    header, wrapped, nonce, ciphertext, tag = token.split(".")
    whole = from_b64url(ciphertext) + from_b64url(tag)
    for length in (12, 15, 17):
        cut = [b64url(whole[:-length]), b64url(whole[-length:])]
        assert refusal(".".join([header, wrapped, nonce, *cut]).encode()) == "decryption_failed"


@given(st.binary(max_size=200) | st.text("eyJ.A_-", max_size=200).map(str.encode))
def test_noise_is_refused_and_never_crashes(noise: bytes) -> None:
    refusal(noise)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"zip": "DEF"}, "compression_refused"),
        ({"enc": "A128GCM"}, "algorithm_not_allowed"),
        ({"enc": "A256CBC-HS512"}, "algorithm_not_allowed"),
        ({"alg": "ECDH-ES"}, "algorithm_not_allowed"),
        ({"alg": "ECDH-ES+A128KW"}, "algorithm_not_allowed"),
        ({"typ": "JWT"}, "type_not_expected"),
        ({"kid": "someone-else"}, "key_unknown"),
        ({"kid": 7}, "key_unknown"),
        ({"apu": "QQ"}, "header_not_understood"),
        ({"cty": "JWT"}, "header_not_understood"),
    ],
)
def test_methods_outside_the_allow_list_are_refused(header: dict[str, Any], code: str) -> None:
    assert refusal(second_token(sign_jws(b"{}", AUTHOR, typ="nx1+jws"), **header)) == code


@pytest.mark.parametrize("header", [{"crit": ["exp"], "exp": 1}, {"crit": []}, {"jku": "https://example.org"}])
def test_what_is_not_understood_is_refused(header: dict[str, Any]) -> None:
    token = seal_for(b"{}", sign_key=AUTHOR, recipient_key=MINE["S2"].public)
    assert open_for(token, my_keys_by_kid=MY_KEYS, sender_keys_by_kid=AUTHORS).suite == "S2"
    protected = {"alg": "NX1-HPKE-MLKEM768-X25519", "enc": "A256GCM", "kid": MINE["S2"].kid, "typ": "nx1+jwe"}
    forged = hybrid_jwe.encrypt(protected | header, b"x", MINE["S2"].public.hybrid())
    assert refusal(forged) == "header_not_understood"


def test_an_unsigned_or_wrongly_typed_content_is_refused() -> None:
    assert refusal(second_token(b'{"a": 1}')) == "malformed"
    assert refusal(second_token(sign_jws(b"{}", AUTHOR, typ="receipt"))) == "type_not_expected"


@pytest.mark.parametrize("suite", BOTH)
def test_only_the_recipient_can_open(suite: Suite) -> None:
    token = seal_for(b"{}", sign_key=AUTHOR, recipient_key=MINE[suite].public)
    stranger = DecryptionKey.generate(suite)
    assert refusal(token, my_keys_by_kid={stranger.kid: stranger}) == "key_unknown"
    assert refusal(token, my_keys_by_kid={MINE[suite].kid: stranger}) == "key_unknown"


@pytest.mark.parametrize("suite", BOTH)
def test_an_unknown_author_is_refused(suite: Suite) -> None:
    mallory = SigningKey(bytes(32))
    token = seal_for(b"{}", sign_key=mallory, recipient_key=MINE[suite].public)
    assert refusal(token) == "key_unknown"
    assert refusal(token, sender_keys_by_kid={mallory.kid: AUTHOR.public}) == "key_unknown"


def test_a_downgrade_can_be_refused() -> None:
    token = seal_for(b"{}", sign_key=AUTHOR, recipient_key=MINE["S1"].public)
    assert refusal(token, suites=("S2",)) == "algorithm_not_allowed"


def test_a_key_of_one_suite_does_not_open_the_other() -> None:
    header = {"alg": "NX1-HPKE-MLKEM768-X25519", "enc": "A256GCM", "kid": MINE["S1"].kid, "typ": "nx1+jwe"}
    assert refusal(hybrid_jwe.encrypt(header, b"x", MINE["S2"].public.hybrid())) == "key_unknown"


def test_a_weak_ephemeral_key_is_refused() -> None:
    header, *rest = second_token(b"x").decode().split(".")
    protected = json.loads(other_jws.base64url_decode(header))
    protected["epk"]["x"] = "A" * 43
    weak = other_jws.base64url_encode(json.dumps(protected))
    assert refusal(".".join([weak, *rest]).encode()) == "decryption_failed"


@pytest.mark.parametrize("suite", BOTH)
def test_keys_travel_as_jwk_with_their_thumbprint(suite: Suite) -> None:
    key = MINE[suite]
    assert DecryptionKey.from_jwk(key.jwk()).jwk() == key.jwk()
    assert RecipientKey.from_jwk(key.jwk()) == key.public
    assert repr(key) == f"DecryptionKey(suite={suite!r}, kid={key.kid!r})"
    other = DecryptionKey.generate(suite)
    with pytest.raises(ValueError, match="differ"):
        DecryptionKey.from_jwk(key.jwk() | other.public.jwk())
    if suite == "S1":
        assert key.kid == other_jwk.JWK(**key.jwk()).thumbprint()


@pytest.mark.parametrize("suite", BOTH)
def test_a_stored_key_is_encrypted_and_bound_to_its_id(suite: Suite, tmp_path: Path) -> None:
    ring = KeyRing.create(tmp_path / "keyring.json")
    stored = MINE[suite].stored(ring)
    assert DecryptionKey.from_stored(ring, stored, kid=MINE[suite].kid).jwk() == MINE[suite].jwk()
    with pytest.raises(SealBroken):
        DecryptionKey.from_stored(ring, stored, kid="another")


@pytest.mark.parametrize(
    "jwk",
    [
        {"kty": "OKP", "crv": "X25519", "x": b64url(bytes(31))},
        {"kty": "OKP", "crv": "X25519"},
        {"kty": "OKP", "crv": "Ed25519", "x": b64url(bytes(32))},
        {"kty": "AKP", "alg": "NX1-HPKE-MLKEM768-X25519", "pub": b64url(bytes(1215))},
        {"kty": "AKP", "alg": "ML-KEM-768", "pub": b64url(bytes(1216))},
    ],
)
def test_a_wrong_jwk_is_refused(jwk: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not an encryption key"):
        RecipientKey.from_jwk(jwk)
