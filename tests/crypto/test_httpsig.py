"""A signed request or response is refused as soon as one covered part differs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.crypto.errors import SignatureRefused
from pulang.crypto.httpsig import (
    new_nonce,
    sign_request,
    sign_response,
    verify_request,
    verify_response,
)
from pulang.crypto.jose import from_b64url
from pulang.crypto.signature_fields import Signer, content_digest, signature_base, write_signature
from pulang.crypto.signing import SigningKey

KEY = SigningKey(bytes(range(32)))
PEER = SigningKey(bytes(range(1, 33)))
NOW = 1_790_000_000
REQUEST: dict[str, Any] = {
    "method": "PUT",
    "target": "https://node.example.org/nx/1/in/0198?part=1",
    "body": b"a sealed envelope",
}
SIGNED = sign_request(**REQUEST, key=KEY, now=NOW, nonce="n-1")
RECEIVED: dict[str, Any] = REQUEST | {"keys": {KEY.kid: KEY.public}, "now": NOW}
ANSWER: dict[str, Any] = {"status": 200, "body": b"a receipt", "method": "PUT", "target": REQUEST["target"]}
SIGNED_ANSWER = sign_response(SIGNED, **ANSWER, key=PEER, now=NOW, nonce="n-2")
ANSWERED: dict[str, Any] = ANSWER | {"keys": {PEER.kid: PEER.public}, "now": NOW}


def request_refusal(headers: dict[str, str], **changes: Any) -> str:
    with pytest.raises(SignatureRefused) as refused:
        verify_request(headers, **(RECEIVED | changes))
    return refused.value.code


def answer_refusal(headers: dict[str, str], request_headers: dict[str, str] = SIGNED, **changes: Any) -> str:
    with pytest.raises(SignatureRefused) as refused:
        verify_response(headers, request_headers, **(ANSWERED | changes))
    return refused.value.code


def test_signature_base_and_signature_agree_with_rfc_9421_b_2_6() -> None:
    key = SigningKey(from_b64url("n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU"))
    values = {
        '"date"': "Tue, 20 Apr 2021 02:07:55 GMT",
        '"@method"': "POST",
        '"@path"': "/foo",
        '"@authority"': "example.com",
        '"content-type"': "application/json",
        '"content-length"': "18",
    }
    parameters = f'({" ".join(values)});created=1618884473;keyid="test-key-ed25519"'
    assert write_signature(key.sign(signature_base(values, parameters))) == (
        "nx1=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:"
    )


def test_a_request_names_its_signer_and_the_nonce_to_store() -> None:
    assert verify_request(SIGNED, **RECEIVED) == Signer(KEY.kid, "n-1", NOW)
    # The same bytes verify again: to refuse a replay is for whoever keeps the nonces.
    assert verify_request(SIGNED, **RECEIVED).nonce == "n-1"


@given(st.sampled_from(["GET", "PUT", "POST"]), st.binary(max_size=500))
def test_what_was_signed_verifies(method: str, body: bytes) -> None:
    nonce = new_nonce()
    signed = sign_request(method=method, target="https://n.example/", body=body, key=KEY, now=NOW, nonce=nonce)
    lower = {name.lower(): f" {value} " for name, value in signed.items()}
    changed = RECEIVED | {"method": method, "target": "https://n.example/", "body": body}
    assert verify_request(lower, **changed).nonce == nonce


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"method": "POST"}, "signature_wrong"),
        ({"target": "https://node.example.org/nx/1/in/0199?part=1"}, "signature_wrong"),
        ({"target": "https://node.example.org/nx/1/in/0198?part=2"}, "signature_wrong"),
        ({"target": "https://other.example.org/nx/1/in/0198?part=1"}, "signature_wrong"),
        ({"target": "http://node.example.org/nx/1/in/0198?part=1"}, "signature_wrong"),
        ({"body": b"another envelope"}, "digest_wrong"),
        ({"body": b""}, "digest_wrong"),
        ({"now": NOW + 301}, "outside_time_window"),
        ({"now": NOW - 301}, "outside_time_window"),
        ({"keys": {}}, "key_unknown"),
        ({"keys": {KEY.kid: PEER.public}}, "key_unknown"),
    ],
)
def test_each_covered_part_of_a_request_is_bound(changes: dict[str, Any], code: str) -> None:
    assert request_refusal(SIGNED, **changes) == code


@pytest.mark.parametrize("now", [NOW - 300, NOW + 300])
def test_the_time_window_is_five_minutes_either_way(now: int) -> None:
    assert verify_request(SIGNED, **(RECEIVED | {"now": now}))


def test_another_body_with_its_own_digest_is_refused() -> None:
    forged = SIGNED | {"Content-Digest": content_digest(b"forged")}
    assert request_refusal(forged, body=b"forged") == "signature_wrong"


@pytest.mark.parametrize("name", SIGNED)
def test_every_flipped_character_of_a_header_is_refused(name: str) -> None:
    for position in range(len(SIGNED[name])):
        altered = bytearray(SIGNED[name].encode())
        altered[position] ^= 1
        request_refusal(SIGNED | {name: altered.decode()})
        request_refusal(SIGNED | {name: SIGNED[name][:position]})


@pytest.mark.parametrize("name", SIGNED)
def test_an_absent_or_repeated_header_is_refused(name: str) -> None:
    assert request_refusal({other: value for other, value in SIGNED.items() if other != name}) == "signature_absent"
    assert request_refusal(SIGNED | {name.upper(): SIGNED[name]}) == "malformed"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (' "content-digest"', "", "components_not_expected"),
        ('("@method" "@target-uri"', '("@target-uri" "@method"', "components_not_expected"),
        ("nx1=", "sig1=", "malformed"),
        (';tag="nx1"', "", "parameters_not_expected"),
        (';tag="nx1"', ';tag="other"', "parameters_not_expected"),
        (';tag="nx1"', ';tag="nx1";tag="nx1"', "parameters_not_expected"),
        (';tag="nx1"', ';tag="nx1";alg="hmac"', "parameters_not_expected"),
        (';nonce="n-1"', "", "parameters_not_expected"),
        (f";created={NOW}", f';created="{NOW}"', "parameters_not_expected"),
        (f";created={NOW}", f";created={NOW + 1}", "signature_wrong"),
        ('"n-1"', '"n-2"', "signature_wrong"),
        (";created=", "; created=", "malformed"),
    ],
)
def test_another_signature_input_is_refused(old: str, new: str, code: str) -> None:
    assert old in SIGNED["Signature-Input"]
    altered = SIGNED | {"Signature-Input": SIGNED["Signature-Input"].replace(old, new)}
    assert request_refusal(altered) == code


def test_a_second_spelling_of_the_signature_is_refused() -> None:
    text = SIGNED["Signature"]
    # The last letter before the padding carries four bits that decode to nothing.
    assert text.endswith("==:")
    assert request_refusal(SIGNED | {"Signature": f"{text[:-4]}{chr(ord(text[-4]) + 1)}==:"}) == "malformed"


@given(st.text(max_size=80))
def test_noise_in_a_header_is_refused_and_never_crashes(noise: str) -> None:
    for name in SIGNED:
        request_refusal(SIGNED | {name: noise})


def test_a_response_names_its_signer() -> None:
    assert verify_response(SIGNED_ANSWER, SIGNED, **ANSWERED) == Signer(PEER.kid, "n-2", NOW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": 202}, "signature_wrong"),
        ({"method": "POST"}, "signature_wrong"),
        ({"target": "https://other.example.org/"}, "signature_wrong"),
        ({"body": b"another receipt"}, "digest_wrong"),
        ({"now": NOW + 301}, "outside_time_window"),
        ({"keys": {KEY.kid: KEY.public}}, "key_unknown"),
    ],
)
def test_each_covered_part_of_a_response_is_bound(changes: dict[str, Any], code: str) -> None:
    assert answer_refusal(SIGNED_ANSWER, **changes) == code


def test_a_response_answers_one_request_only() -> None:
    again = sign_request(**REQUEST, key=KEY, now=NOW, nonce="n-3")
    assert answer_refusal(SIGNED_ANSWER, again) == "signature_wrong"
    assert answer_refusal(SIGNED_ANSWER, {}) == "signature_absent"


def test_a_request_is_no_response() -> None:
    assert answer_refusal(SIGNED) == "components_not_expected"
    assert request_refusal(SIGNED_ANSWER) == "components_not_expected"
