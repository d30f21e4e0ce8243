"""The golden vectors hold for our reader, and for a second implementation that shares no line with it."""

import base64
import json
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from jwcrypto import jwe as other_jwe
from jwcrypto import jwk as other_jwk
from jwcrypto import jws as other_jws

from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.envelope import INNER_TYPE, open_for
from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.httpsig import verify_request, verify_response
from pulang.crypto.jose import from_b64url
from pulang.crypto.passphrase import spoken_phrase
from pulang.crypto.signing import verify_jws
from pulang.crypto.signing_keys import VerifyKey
from pulang.exchange.conform.files import golden_file
from pulang.exchange.conform.vectors import seeded
from pulang.exchange.envelope import read
from pulang.exchange.errors import Refused
from pulang.exchange.keys.manifests import check_author, newest_of, read_manifest
from pulang.exchange.kinds import kind_named
from pulang.exchange.partners.pairing import AGREEMENT_TYPE, canonical
from pulang.exchange.receipts import read_receipt
from pulang.exchange.schemas import check, validator
from tests.architecture.source import ROOT


def vectors(name):
    return json.loads((ROOT / "docs" / "protocol" / "vectors" / f"{name}.json").read_text("utf-8"))


def named(vector):
    return vector["name"]


ALPHA, BETA = vectors("keys")["vectors"]
MINE = {BETA[suite]["kid"]: DecryptionKey.from_jwk(BETA[suite]) for suite in ("s1", "s2")}
AUTHORS = {ALPHA["signing"]["kid"]: VerifyKey.from_jwk(ALPHA["signing"])}
ENVELOPES = vectors("envelopes")["vectors"]


def second_verified(token, key) -> bytes:
    """The payload, as the second implementation verifies it."""
    found = other_jws.JWS()
    public = {part: key[part] for part in ("kty", "crv", "x")}
    found.deserialize(token, other_jwk.JWK(**public), alg="Ed25519")
    return found.payload


@pytest.mark.parametrize("vector", ENVELOPES, ids=named)
@pytest.mark.parametrize("suite", ["s1", "s2"])
def test_an_envelope_opens_to_the_very_bytes(vector, suite):
    opened = open_for(vector[suite].encode(), my_keys_by_kid=MINE, sender_keys_by_kid=AUTHORS)
    assert opened.payload == vector["payload"].encode()
    assert sha256(opened.payload).hexdigest() == vector["sha256"]
    envelope = read(opened.payload)
    check(kind_named(envelope.type).validator(), envelope.body, what=envelope.type)


@pytest.mark.parametrize("vector", ENVELOPES, ids=named)
def test_the_second_implementation_opens_and_verifies_it(vector):
    private = {part: BETA["s1"][part] for part in ("kty", "crv", "x", "d")}
    outer = other_jwe.JWE(algs=["ECDH-ES+A256KW", "A256GCM"])
    outer.deserialize(vector["s1"], other_jwk.JWK(**private))
    assert outer.payload.decode() == vector["jws"]
    assert second_verified(vector["jws"], ALPHA["signing"]) == vector["payload"].encode()


def test_what_the_second_implementation_seals_is_taken():
    payload = ENVELOPES[0]["payload"].encode()
    inner = other_jws.JWS(payload)
    header = {"alg": "Ed25519", "kid": ALPHA["signing"]["kid"], "typ": INNER_TYPE}
    inner.add_signature(
        other_jwk.JWK(**{p: ALPHA["signing"][p] for p in ("kty", "crv", "x", "d")}), protected=json.dumps(header)
    )
    header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": BETA["s1"]["kid"], "typ": "nx1+jwe"}
    public = other_jwk.JWK(**{part: BETA["s1"][part] for part in ("kty", "crv", "x")})
    plain = inner.serialize(compact=True).encode()
    outer = other_jwe.JWE(plain, json.dumps(header), recipient=public, algs=["ECDH-ES+A256KW", "A256GCM"])
    token = str(outer.serialize(compact=True)).encode()
    assert open_for(token, my_keys_by_kid=MINE, sender_keys_by_kid=AUTHORS).payload == payload


def test_each_envelope_names_the_one_before():
    assert json.loads(ENVELOPES[0]["payload"])["link"] == {"seq": 1, "prev": ""}
    for before, after in pairwise(ENVELOPES):
        link = json.loads(after["payload"])["link"]
        assert link == {"seq": json.loads(before["payload"])["link"]["seq"] + 1, "prev": before["sha256"]}


def test_a_key_is_named_by_its_thumbprint():
    for node in (ALPHA, BETA):
        for part in ("root", "signing", "s1"):
            jwk = {name: node[part][name] for name in ("kty", "crv", "x")}
            assert other_jwk.JWK(**jwk).thumbprint() == node[part]["kid"]


@pytest.mark.parametrize("vector", vectors("receipts")["vectors"], ids=named)
def test_a_receipt_reads_as_it_says(vector):
    receipt = read_receipt(vector["jws"], [VerifyKey.from_jwk(BETA["signing"])])
    assert receipt.level == vector["name"]
    assert receipt.hash == ENVELOPES[0]["sha256"]
    assert second_verified(vector["jws"], BETA["signing"]) == vector["payload"].encode()


def test_the_request_and_its_answer_are_signed_by_rfc_9421():
    both = vectors("http")
    request, response = both["request"], both["response"]
    now = int(datetime(2026, 1, 15, 8, 0, tzinfo=UTC).timestamp())
    about = {"method": request["method"], "target": request["target"], "now": now}
    signer = verify_request(request["headers"], body=request["body"].encode(), keys=AUTHORS, **about)
    assert signer.keyid == ALPHA["signing"]["kid"]
    beta = {BETA["signing"]["kid"]: VerifyKey.from_jwk(BETA["signing"])}
    answer = {"status": response["status"], "body": response["body"].encode(), "keys": beta, **about}
    verify_response(response["headers"], request["headers"], **answer)


def test_the_signature_base_is_as_the_specification_spells_it():
    """Built here by hand from the words of the specification, and verified with the bare primitive."""
    request = vectors("http")["request"]
    digest = base64.b64encode(sha256(request["body"].encode()).digest()).decode()
    parameters = request["headers"]["Signature-Input"].removeprefix("nx1=")
    base = (
        f'"@method": POST\n"@target-uri": {request["target"]}\n"content-digest": sha-256=:{digest}:\n'
        f'"@signature-params": {parameters}'
    )
    signature = base64.b64decode(request["headers"]["Signature"].removeprefix("nx1=:").removesuffix(":"))
    raw = base64.urlsafe_b64decode(ALPHA["signing"]["x"] + "=")
    Ed25519PublicKey.from_public_bytes(raw).verify(signature, base.encode())


def test_manifests_follow_each_other_and_a_lost_key_is_refused():
    said = vectors("manifests")
    root, tokens = VerifyKey.from_jwk(said["root"]), [vector["jws"] for vector in said["vectors"]]
    first = read_manifest(tokens[0], root, node=said["node"])
    third = newest_of(first, tokens, root, node=said["node"])
    assert third["number"] == 3
    with pytest.raises(CryptoRefusal, match="manifest_gap"):
        newest_of(first, tokens[2:], root, node=said["node"])
    old = ALPHA["signing"]["kid"]
    check_author(first, old, datetime(2026, 1, 16, tzinfo=UTC))
    with pytest.raises(Refused) as refused:
        check_author(third, old, datetime(2026, 1, 16, tzinfo=UTC))
    assert refused.value.code == "key_revoked"
    assert second_verified(tokens[1], said["root"])


def test_the_pairing_reads_as_it_says():
    said = vectors("pairing")
    roots = []
    for invite in said["invites"]:
        check(validator("invite"), invite, what="invite")
        root = VerifyKey.from_jwk(invite["root"])
        read_manifest(invite["manifest"], root, node=invite["node"])
        roots.append(root.raw)
    assert spoken_phrase(*reversed(roots)) == said["phrase"]
    terms, signatures = said["agreement"]["terms"], said["agreement"]["signatures"]
    check(validator("agreement"), terms, what="agreement")
    for node in (ALPHA, BETA):
        key = VerifyKey.from_jwk(node["signing"])
        token = signatures[node["node"]].encode()
        assert verify_jws(token, {key.kid: key}, typ=AGREEMENT_TYPE).payload == canonical(terms)


def test_a_file_opens_by_the_words_of_the_specification():
    """Opened here by hand, with the bare primitive."""
    (vector,) = vectors("attachments")["vectors"]
    entry, sealed = vector["entry"], from_b64url(vector["sealed"])
    said = [json.loads(one["payload"]).get("att") for one in ENVELOPES if one["name"] == "case.share with a file"]
    assert said == [[entry]]
    cipher = AESGCM(from_b64url(entry["key"]))
    bound = b"\x1f".join(part.encode() for part in ("stream", "nx1", entry["id"], "att", "1"))
    chunks = [sealed[start : start + 65_552] for start in range(8, len(sealed), 65_552)]
    plain = b""
    for number, chunk in enumerate(chunks):
        last = b"\x01" if number == len(chunks) - 1 else b"\x00"
        plain += cipher.decrypt(sealed[1:8] + number.to_bytes(4, "big") + last, chunk, bound)
    assert len(sealed) == vector["sealed_size"] == 8 + entry["size"] + 16 * len(chunks)
    assert (len(plain), sha256(plain).hexdigest()) == (entry["size"], entry["sha256"])
    assert plain == from_b64url(vector["plain"])
    made = golden_file(seeded, identifier=entry["id"])
    assert {name: vector[name] for name in made} == made


@pytest.mark.parametrize("suite", ["s1", "s2"])
def test_every_byte_of_a_golden_message_counts(suite):
    token = next(vector[suite] for vector in ENVELOPES if vector["name"] == "note").encode()
    for place in range(len(token)):
        for bit in (0, 5):
            changed = bytearray(token)
            changed[place] ^= 1 << bit
            with pytest.raises(CryptoRefusal):
                open_for(bytes(changed), my_keys_by_kid=MINE, sender_keys_by_kid=AUTHORS)


LAYERS = {
    "jwe": lambda given: open_for(given, my_keys_by_kid=MINE, sender_keys_by_kid=AUTHORS),
    "jws": lambda given: verify_jws(given, AUTHORS, typ=INNER_TYPE),
    "payload": read,
}


@pytest.mark.parametrize("case", vectors("refusals")["vectors"], ids=named)
def test_a_golden_refusal_is_refused_with_its_code(case):
    with pytest.raises((CryptoRefusal, Refused)) as refused:
        LAYERS[case["layer"]](case["given"].encode())
    assert refused.value.code == case["expect"]
