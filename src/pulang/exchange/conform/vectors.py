"""The golden vectors: everything that goes on the wire, made with keys that are only for tests.

All is the same at every making, but sealed tokens: their randomness is recorded by keeping the token itself, as
long as it still opens to what it should.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import shake_256
from importlib.resources import files
from typing import Any
from uuid import UUID

from pulang.crypto.envelope import INNER_TYPE, open_for
from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.httpsig import sign_request, sign_response
from pulang.crypto.passphrase import spoken_phrase
from pulang.crypto.signing import sign_jws
from pulang.exchange.conform.files import golden_file
from pulang.exchange.conform.played import PlayedNode, as_bytes, envelope, wire_time
from pulang.exchange.conform.refusals import refusals
from pulang.exchange.envelope import digest
from pulang.exchange.keys.manifests import OVERLAP, entry, hash_of, key_time, sign_manifest
from pulang.exchange.partners.pairing import AGREEMENT_TYPE, canonical
from pulang.exchange.receipts import sign_receipt

START = datetime(2026, 1, 15, 8, 0, tzinfo=UTC)
BASIS = "0198c0de-0000-7000-8000-0000000a97ee"
WARNING = "Keys of this file are published: only for tests. A node must never hold one of them."
WITH_FILE = "case.share with a file"
UNKNOWN = "unknown fields are kept"
Vectors = dict[str, Any]


def seeded(name: str, length: int) -> bytes:
    return shake_256(f"NX/1 golden vector, not secret: {name}".encode()).digest(length)


ALPHA = PlayedNode.make("node-alpha", seeded, created=START - timedelta(days=14))
GOLDEN_FILE = golden_file(seeded, identifier="3d1f0c52-7a5e-4b0e-9c1a-5f0e4d3c2b1a")
BETA = PlayedNode.make("node-beta", seeded, created=START - timedelta(days=14))


def make_vectors(before: Mapping[str, Any]) -> dict[str, Vectors]:
    """Every file of vectors by its name; `before` is what was made the last time, or empty."""
    envelopes = _envelopes(before.get("envelopes", {}))
    return {
        "keys": _keys(),
        "envelopes": envelopes,
        "attachments": {"vectors": [GOLDEN_FILE]},
        "receipts": _receipts(envelopes["vectors"][0]),
        "http": _http(envelopes["vectors"][0]),
        "manifests": _manifests(),
        "pairing": _pairing(),
        "refusals": {"vectors": refusals(ALPHA, BETA, envelopes["vectors"][0])},
    }


def added_bodies() -> list[dict[str, Any]]:
    """What came into the specification later: `name`, `kind`, and `body` where it is not the example."""
    found: list[dict[str, Any]] = json.loads((files(__package__) / "added.json").read_text("utf-8"))
    return found


def example_bodies() -> dict[str, dict[str, Any]]:
    """A true body of each kind of message."""
    found: dict[str, dict[str, Any]] = json.loads((files(__package__) / "bodies.json").read_text("utf-8"))
    return found


def message_id(number: int) -> str:
    return str(UUID(int=0x0198C0DE_0000_7000_8000_000000000000 + number))


def _keys() -> Vectors:
    nodes = [
        {
            "node": played.node,
            "root": {**played.root.jwk(), "kid": played.root.kid},
            "signing": {**played.signing.jwk(), "kid": played.signing.kid},
            "s1": {**played.s1.jwk(), "kid": played.s1.kid},
            "s2": {**played.s2.jwk(), "kid": played.s2.kid},
        }
        for played in (ALPHA, BETA)
    ]
    return {"warning": WARNING, "vectors": nodes}


def _envelopes(before: Mapping[str, Any]) -> Vectors:
    """A chain of envelopes from alpha to beta: one of each kind, one with fields that nobody knows, then what was

    added to the specification later, so that vectors of before stay as they are.
    """
    known = {vector["name"]: vector for vector in before.get("vectors", ())}
    vectors, prev = [], ""
    unknown = {"text": "With what a later version added.", "later": [1, None]}
    bodies = [*((kind, kind, body) for kind, body in example_bodies().items()), (UNKNOWN, "note", unknown)]
    examples = example_bodies()
    bodies += [(one["name"], one["kind"], one.get("body") or examples[one["kind"]]) for one in added_bodies()]
    for number, (name, kind, body) in enumerate(bodies, start=1):
        files = {"att": [GOLDEN_FILE["entry"]]} if name == WITH_FILE else {}
        later = {"x_later": {"kept": True}} if name == UNKNOWN else {}
        fields = envelope(
            message_id=message_id(number),
            kind=kind,
            sender=ALPHA.node,
            to=BETA.node,
            created=START + timedelta(minutes=number),
            seq=number,
            body=body,
            basis=BASIS,
            prev=prev,
            **files,
            **later,
        )
        payload = as_bytes(fields)
        prev = digest(payload)
        vectors.append(_vector(name, payload, known.get(name, {})))
    return {"from": ALPHA.node, "to": BETA.node, "vectors": vectors}


def _vector(name: str, payload: bytes, known: Mapping[str, Any]) -> Vectors:
    jws = sign_jws(payload, ALPHA.signing, typ=INNER_TYPE).decode()
    sealed = {
        suite: known[suite] if _opens(known.get(suite, ""), payload) else ALPHA.seal(payload, recipient).decode()
        for suite, recipient in (("s1", BETA.s1.public), ("s2", BETA.s2.public))
    }
    return {"name": name, "payload": payload.decode(), "sha256": digest(payload), "jws": jws, **sealed}


def _opens(token: str, payload: bytes) -> bool:
    keys = {key.kid: key for key in (BETA.s1, BETA.s2)}
    authors = {ALPHA.signing.kid: ALPHA.signing.public}
    try:
        return open_for(token.encode(), my_keys_by_kid=keys, sender_keys_by_kid=authors).payload == payload
    except CryptoRefusal:
        return False


def _receipts(about: Mapping[str, Any]) -> Vectors:
    """What beta says of alpha's first envelope; one of each level."""
    vectors = []
    message = json.loads(about["payload"])["id"]
    for number, level in enumerate(
        ("stored", "accepted", "refused", "assigned", "attached", "answered", "applied")
    ):
        said = {
            "v": 1,
            "message": message,
            "hash": about["sha256"],
            "level": level,
            "code": "agreement_missing" if level == "refused" else "",
            "at": wire_time(START + timedelta(minutes=20 + number)),
            "manifest": 1,
            "holds": 1,
        }
        vectors.append({"name": level, "payload": as_bytes(said).decode(), "jws": sign_receipt(said, BETA.signing)})
    return {"by": BETA.node, "vectors": vectors}


def _http(about: Mapping[str, Any]) -> Vectors:
    """Alpha pushes its first envelope; beta answers."""
    body, now = about["s1"].encode(), int(START.timestamp())
    target = "https://beta.example/nx/1/in"
    request = sign_request(
        method="POST", target=target, body=body, key=ALPHA.signing, now=now, nonce="AAECAwQFBgcICQoLDA0ODw"
    )
    answer = sign_response(
        request,
        status=200,
        body=b"golden",
        method="POST",
        target=target,
        key=BETA.signing,
        now=now + 1,
        nonce="EBESExQVFhcYGRobHB0eHw",
    )
    return {
        "request": {"method": "POST", "target": target, "body": body.decode(), "headers": request},
        "response": {"status": 200, "body": "golden", "headers": answer},
    }


def _manifests() -> Vectors:
    """Alpha's first manifest, a rotation of both kinds of keys, and a key that was lost to somebody."""
    first, at = ALPHA.manifest, START + timedelta(days=1)
    later = PlayedNode.make("node-alpha 2", seeded, created=at)
    until, since = key_time(at + OVERLAP), key_time(at)
    old = ALPHA.said()
    second = ALPHA.said(
        number=2,
        prev=hash_of(first),
        created=since,
        signing=[entry(later.signing.public.jwk(), since=since), {**old["signing"][0], "until": until}],
        encryption=[
            *(entry(key.public.jwk(), since=since) for key in (later.s1, later.s2)),
            *({**jwk, "until": until} for jwk in old["encryption"]),
        ],
    )
    tokens = [first, sign_manifest(second, ALPHA.root)]
    lost = {**second["signing"][1], "revoked": key_time(at + timedelta(days=2))}
    third = {**second, "number": 3, "prev": hash_of(tokens[1]), "created": key_time(at + timedelta(days=2))}
    tokens.append(sign_manifest({**third, "signing": [second["signing"][0], lost]}, ALPHA.root))
    return {"root": ALPHA.root.public.jwk(), "node": ALPHA.node, "vectors": [{"jws": token} for token in tokens]}


def _pairing() -> Vectors:
    terms = {
        "id": BASIS,
        "between": [ALPHA.node, BETA.node],
        "kinds": sorted(example_bodies()),
        "purposes": ["protection"],
        "languages": ["en", "id", "km"],
        "attachment_bytes": 2147483648,
        "retention_days": 1825,
        "until": "2027-01-14",
        "reference": "Memorandum of 2026, article 4 (invented)",
    }
    signatures = {
        played.node: sign_jws(canonical(terms), played.signing, typ=AGREEMENT_TYPE).decode()
        for played in (ALPHA, BETA)
    }
    return {
        "invites": [
            ALPHA.invite(name="Alpha", country="IDN", address="https://alpha.example"),
            BETA.invite(name="Beta", country="KHM", address="https://beta.example"),
        ],
        "phrase": spoken_phrase(ALPHA.root.public.raw, BETA.root.public.raw),
        "agreement": {"terms": terms, "signatures": signatures},
    }
