"""A node that the kit plays itself: its keys, its manifest, its envelopes; true ones, and any others."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pulang.crypto.encryption_keys import DecryptionKey, RecipientKey
from pulang.crypto.envelope import seal_for
from pulang.crypto.signing_keys import SigningKey
from pulang.exchange.keys.manifests import entry, key_time, sign_manifest

Seed = Callable[[str, int], bytes]


@dataclass(frozen=True)
class PlayedNode:
    """A node without a database. `manifest` is its first one, signed by its root."""

    node: str
    root: SigningKey
    signing: SigningKey
    s1: DecryptionKey
    s2: DecryptionKey
    created: datetime

    @classmethod
    def make(cls, node: str, seed: Seed, *, created: datetime) -> "PlayedNode":
        """`seed(name, length)` gives the bytes of each key: fixed ones for golden vectors, else random ones."""
        return cls(
            node=node,
            root=SigningKey(seed(f"{node} root", 32)),
            signing=SigningKey(seed(f"{node} signing", 32)),
            s1=DecryptionKey("S1", seed(f"{node} S1", 32)),
            s2=DecryptionKey("S2", seed(f"{node} S2", 96)),
            created=created,
        )

    def said(self, **more: Any) -> dict[str, Any]:
        """What its manifest says; `more` replaces parts."""
        since = key_time(self.created)
        return {
            "v": 1,
            "node": self.node,
            "number": 1,
            "prev": "",
            "created": since,
            "signing": [entry(self.signing.public.jwk(), since=since)],
            "encryption": [entry(key.public.jwk(), since=since) for key in (self.s1, self.s2)],
            **more,
        }

    @property
    def manifest(self) -> str:
        return sign_manifest(self.said(), self.root)

    def invite(self, *, name: str, country: str, address: str) -> dict[str, Any]:
        return {
            "v": 1,
            "node": self.node,
            "name": name,
            "country": country,
            "address": address,
            "root": self.root.public.jwk(),
            "manifest": self.manifest,
        }

    def seal(self, payload: bytes, recipient: RecipientKey, *, signing: SigningKey | None = None) -> bytes:
        return seal_for(payload, sign_key=signing or self.signing, recipient_key=recipient)


def envelope(  # every part of a true envelope is named here, so that a case can replace it
    *,
    message_id: str,
    kind: str,
    sender: str,
    to: str,
    created: datetime,
    seq: int,
    body: Mapping[str, Any],
    basis: str,
    prev: str = "",
    **more: Any,
) -> dict[str, Any]:
    """The fields of a true envelope; `more` adds and replaces some, and None takes one away."""
    fields = {
        "v": 1,
        "id": message_id,
        "type": kind,
        "from": sender,
        "to": to,
        "created": wire_time(created),
        "expires": wire_time(created + timedelta(days=60)),
        "link": {"seq": seq, "prev": prev},
        "thread": message_id,
        "handling": {
            "purpose": "protection",
            "basis": basis,
            "code": "H2",
            "evaluation": "X4",
            "status": "victim",
            "minor": False,
            "onward": False,
            "caveat": "",
        },
        "officer": {"author": "3f6d2c1b9a8e7d6c5b4a3928", "role": "ncb_desk", "approvers": []},
        "lang": "en",
        "body": dict(body),
        **more,
    }
    return {name: value for name, value in fields.items() if value is not None}


def as_bytes(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def wire_time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
