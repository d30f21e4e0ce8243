"""The kit as a partner: a folder with its keys and its number on the link, and what it asks of the node tested."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from pulang.crypto.encryption_keys import DecryptionKey, RecipientKey
from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.passphrase import spoken_phrase
from pulang.crypto.signing import sign_jws
from pulang.crypto.signing_keys import SigningKey, VerifyKey
from pulang.exchange.conform.played import PlayedNode, as_bytes, envelope
from pulang.exchange.conform.vectors import example_bodies
from pulang.exchange.envelope import digest
from pulang.exchange.keys.manifests import announces_hybrid, read_manifest, sealing_key, verify_keys
from pulang.exchange.partners.pairing import AGREEMENT_TYPE, canonical
from pulang.exchange.receipts import ReadReceipt, read_receipt
from pulang.exchange.transport import Probe, Said

FILE = "kit.json"
NODE = "conformance-kit"
FILE_LIMIT = 1024 * 1024  # bytes of one file, by the agreement of the kit


class Failed(Exception):
    """The node under test does not do what the specification says."""


def prepare(folder: Path, theirs: Mapping[str, Any]) -> str:
    """Make the kit's keys, its invite and an agreement signed by it; returns the phrase to confirm on the node."""
    played = PlayedNode.make(NODE, lambda _name, length: secrets.token_bytes(length), created=datetime.now(UTC))
    terms = {
        "id": str(uuid4()),
        "between": sorted([NODE, theirs["node"]]),
        "kinds": sorted(example_bodies()),
        "purposes": ["protection"],
        "attachment_bytes": FILE_LIMIT,
        "until": (datetime.now(UTC).date() + timedelta(days=30)).isoformat(),
        "reference": "Conformance test",
    }
    signed = sign_jws(canonical(terms), played.signing, typ=AGREEMENT_TYPE).decode()
    folder.mkdir(parents=True, exist_ok=True)
    keys = {name: getattr(played, name).jwk() for name in ("root", "signing", "s1", "s2")}
    kept = {"keys": keys, "created": played.created.isoformat(), "seq": 0, "theirs": theirs, "basis": terms["id"]}
    _write(folder / FILE, kept)
    invite = played.invite(name="Conformance kit", country="IDN", address="http://127.0.0.1:9")
    _write(folder / "invite.json", invite)
    _write(folder / "agreement.json", {"terms": terms, "signatures": {NODE: signed}})
    return spoken_phrase(played.root.public.raw, VerifyKey.from_jwk(theirs["root"]).raw)


def played_key(folder: Path) -> SigningKey:
    """By which the kit shows itself over TLS."""
    return SigningKey.from_jwk(json.loads((folder / FILE).read_text("utf-8"))["keys"]["signing"])


@dataclass
class Kit:
    """`fields` makes a true message, `push` sends tokens, `accepted` and `refused` say what must come back."""

    folder: Path
    probe: Probe
    played: PlayedNode
    theirs: dict[str, Any]
    manifest: dict[str, Any]
    basis: str
    seq: int

    @classmethod
    def load(cls, folder: Path, probe: Probe) -> "Kit":
        """With the node's newest manifest, which it gives to everybody. Raises Failed."""
        kept = json.loads((folder / FILE).read_text("utf-8"))
        keys, theirs = kept["keys"], kept["theirs"]
        played = PlayedNode(
            node=NODE,
            root=SigningKey.from_jwk(keys["root"]),
            signing=SigningKey.from_jwk(keys["signing"]),
            s1=DecryptionKey.from_jwk(keys["s1"]),
            s2=DecryptionKey.from_jwk(keys["s2"]),
            created=datetime.fromisoformat(kept["created"]),
        )
        said = probe.send("GET", "/nx/1/manifest", b"", {})
        if said.status != 200:
            raise Failed(f"GET /nx/1/manifest: {said.status}")
        try:
            newest = read_manifest(said.lines[-1], VerifyKey.from_jwk(theirs["root"]), node=theirs["node"])
        except CryptoRefusal as error:
            raise Failed(f"the manifest is not by the root of the invite: {error.code}") from error
        return cls(folder, probe, played, theirs, newest, kept["basis"], kept["seq"])

    def keep(self) -> None:
        """The next run goes on with the next number."""
        kept = json.loads((self.folder / FILE).read_text("utf-8"))
        _write(self.folder / FILE, {**kept, "seq": self.seq})

    @property
    def recipient(self) -> RecipientKey:
        return sealing_key(self.manifest, self.played.said())

    @property
    def weaker(self) -> RecipientKey | None:
        """Its key of S1, where it announces S2 too."""
        if not announces_hybrid(self.manifest):
            return None
        only_classic = {"encryption": [jwk for jwk in self.played.said()["encryption"] if jwk["kty"] == "OKP"]}
        return sealing_key(self.manifest, only_classic)

    def fields(self, kind: str = "note", **more: Any) -> dict[str, Any]:
        """A true message with the next number."""
        self.seq += 1
        body = {**example_bodies()[kind]}
        if kind == "case.share":
            body["case"] = str(uuid4())
        return envelope(
            **{
                "message_id": str(uuid4()),
                "kind": kind,
                "sender": self.played.node,
                "to": self.theirs["node"],
                "created": datetime.now(UTC),
                "seq": self.seq,
                "body": body,
                "basis": self.basis,
                **more,
            }
        )

    def seal(self, fields: Mapping[str, Any]) -> bytes:
        return self.played.seal(as_bytes(fields), self.recipient)

    def push(self, *tokens: bytes) -> Said:
        return self.probe.signed("POST", "/nx/1/in", b"\n".join(tokens), self.played.signing)

    def lines(self, *tokens: bytes) -> list[str]:
        """One answer for each token. Raises Failed."""
        said = self.push(*tokens)
        if said.status != 200 or len(said.lines) != len(tokens):
            raise Failed(f"status {said.status}, {len(said.lines)} lines for {len(tokens)} messages")
        return said.lines

    def receipt(self, line: str) -> ReadReceipt:
        try:
            return read_receipt(line, verify_keys(self.manifest, now=datetime.now(UTC)))
        except CryptoRefusal as error:
            raise Failed(f"no valid receipt ({error.code}): {line[:60]}") from error

    def expect(self, fields: Mapping[str, Any], level: str, code: str = "") -> ReadReceipt:
        """Send it alone; the receipt must be of this text, and say so."""
        (line,) = self.lines(self.seal(fields))
        receipt = self.receipt(line)
        if (str(receipt.message), receipt.hash) != (fields["id"], digest(as_bytes(fields))):
            raise Failed("the receipt is of another message or text")
        if (receipt.level, receipt.code) != (level, code):
            raise Failed(f"{receipt.level} {receipt.code}, expected {level} {code}")
        return receipt

    def expect_none(self, token: bytes, *codes: str) -> None:
        """It must not be taken, and answered by one of these codes."""
        (line,) = self.lines(token)
        if line not in {f"!{code}" for code in codes}:
            raise Failed(f"{line[:60]}, expected {' or '.join(codes)}")


def _write(path: Path, value: Mapping[str, Any]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
