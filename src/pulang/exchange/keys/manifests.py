"""Manifests: the numbered, hash-linked statements in which a node's offline root names its operational keys.

Pure: tokens and values, no database. Keys stand newest first, each a public JWK with `from`, and with `until` once
another has taken its place, or `revoked` once it must not be believed any more.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from pulang.crypto.encryption_keys import RecipientKey, Suite
from pulang.crypto.errors import SignatureRefused
from pulang.crypto.jose import without_repetition
from pulang.crypto.signing import sign_jws, verify_jws
from pulang.crypto.signing_keys import SigningKey, VerifyKey
from pulang.exchange.errors import BodyRefused, Refused
from pulang.exchange.schemas import check, validator

MANIFEST_TYPE = "nx1-manifest+jws"
OVERLAP = timedelta(days=30)  # the least for which an old key is still taken
KEPT = timedelta(days=60)  # a key stays listed so long after its end: what it signed may still be on the way

Manifest = Mapping[str, Any]
Jwk = Mapping[str, Any]


def sign_manifest(said: Manifest, root: SigningKey) -> str:
    """The token that peers get. Raises BodyRefused where a part has the wrong form."""
    check(validator("manifest"), said, what="manifest")
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return sign_jws(text.encode(), root, typ=MANIFEST_TYPE).decode()


def read_manifest(token: str, root: VerifyKey, *, node: str) -> dict[str, Any]:
    """What the root says, with `hash`, by which the next one names it. Raises SignatureRefused."""
    verified = verify_jws(token.encode(), {root.kid: root}, typ=MANIFEST_TYPE)
    try:
        said: dict[str, Any] = json.loads(verified.payload, object_pairs_hook=without_repetition)
        check(validator("manifest"), said, what="manifest")
        for jwk in said["signing"]:
            VerifyKey.from_jwk(jwk)
        if not any(_suite_of(jwk) == "S1" for jwk in said["encryption"]):
            raise ValueError("every node has a key of S1")
    except (ValueError, RecursionError, BodyRefused) as error:
        raise SignatureRefused("manifest_malformed") from error
    if said["node"] != node:
        raise SignatureRefused("manifest_of_another_node")
    return {**said, "hash": hash_of(token)}


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def newest_of(held: Manifest, tokens: Iterable[str], root: VerifyKey, *, node: str) -> dict[str, Any] | None:
    """The last manifest of a chain that follows the held one, or None where there is nothing new.

    Raises SignatureRefused: `manifest_gap`, `manifest_forked`, or as `read_manifest` does.
    """
    newest: dict[str, Any] | None = None
    for token in tokens:
        said = read_manifest(token, root, node=node)
        before = newest or held
        if said["number"] < before["number"]:
            continue
        if said["number"] == before["number"]:
            if said["hash"] != before.get("hash", said["hash"]):
                raise SignatureRefused("manifest_forked", number=said["number"])
            continue
        if said["number"] != before["number"] + 1:
            raise SignatureRefused("manifest_gap", number=said["number"])
        if said["prev"] != before.get("hash", said["prev"]):
            raise SignatureRefused("manifest_forked", number=said["number"])
        newest = said
    return newest


def verify_keys(manifest: Manifest, *, now: datetime) -> list[VerifyKey]:
    """The keys whose signature on a request or a receipt is believed now, newest first.

    `from` does not count here: the peer's clock may be ahead of ours.
    """
    alive = [jwk for jwk in manifest["signing"] if "revoked" not in jwk]
    return [VerifyKey.from_jwk(jwk) for jwk in alive if "until" not in jwk or now <= _time(jwk["until"])]


def author_keys(manifest: Manifest) -> list[VerifyKey]:
    """Every key that may have signed an envelope; `check_author` says whether it could at that time."""
    return [VerifyKey.from_jwk(jwk) for jwk in manifest["signing"]]


def check_author(manifest: Manifest, kid: str, created: datetime) -> None:
    """Raises Refused: `key_revoked`, or `key_expired` where the key had ended when the envelope was made.

    `from` does not count: what waited when a key was lost is signed anew by a key that is younger than itself.
    """
    for jwk in manifest["signing"]:
        if VerifyKey.from_jwk(jwk).kid != kid:
            continue
        if "revoked" in jwk:
            raise Refused("key_revoked")
        if "until" in jwk and created > _time(jwk["until"]):
            raise Refused("key_expired")


def sealing_key(theirs: Manifest, ours: Manifest) -> RecipientKey:
    """The peer's newest key of the best suite that both nodes announce."""
    both = announces_hybrid(theirs) and announces_hybrid(ours)
    wanted: Suite = "S2" if both else "S1"
    usable = [jwk for jwk in theirs["encryption"] if "revoked" not in jwk and _suite_of(jwk) == wanted]
    return RecipientKey.from_jwk(usable[0])


def announces_hybrid(manifest: Manifest) -> bool:
    return any(_suite_of(jwk) == "S2" and "revoked" not in jwk for jwk in manifest["encryption"])


def entry(jwk: Jwk, *, since: str) -> dict[str, Any]:
    """A public key as a manifest lists it."""
    return {**jwk, "from": since}


def retired(entries: Iterable[Jwk], *, now: datetime) -> list[dict[str, Any]]:
    """The keys before a rotation, as the next manifest lists them: for the overlap; long ended ones go."""
    kept = []
    for jwk in entries:
        ended = {**jwk, "until": jwk.get("until") or key_time(now + OVERLAP)}
        if _time(ended["until"]) + KEPT > now:
            kept.append(ended)
    return kept


def revoked(entries: Iterable[Jwk], kid: str, *, at: datetime) -> list[dict[str, Any]]:
    """The same keys, this one not to be believed any more."""
    return [{**jwk, "revoked": key_time(at)} if _kid_of(jwk) == kid else dict(jwk) for jwk in entries]


def revoked_ids(manifest: Manifest) -> frozenset[str]:
    return frozenset(_kid_of(jwk) for use in ("signing", "encryption") for jwk in manifest[use] if "revoked" in jwk)


def _kid_of(jwk: Jwk) -> str:
    return VerifyKey.from_jwk(jwk).kid if jwk.get("crv") == "Ed25519" else RecipientKey.from_jwk(jwk).kid


def _suite_of(jwk: Jwk) -> Suite:
    return RecipientKey.from_jwk(jwk).suite


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def key_time(at: datetime) -> str:
    """As manifests write times: UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
