"""The black-box cases of files that go with messages: what the kit announces, brings, breaks off and falsifies."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import uuid4

from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.jose import b64url
from pulang.crypto.sealing import Place
from pulang.crypto.streams import seal_stream
from pulang.exchange.conform.kit import FILE_LIMIT, Failed, Kit

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
SIZE = 150_000  # three chunks
PATIENCE = 60.0  # seconds in which a node has opened what came whole


@dataclass
class Bringing:
    """A file, the message that announces it, and the number of bytes that the node says it holds."""

    kit: Kit
    plain: bytes = field(default_factory=lambda: PDF + secrets.token_bytes(SIZE - len(PDF)))
    identifier: str = field(default_factory=lambda: str(uuid4()))
    message: str = ""

    def __post_init__(self) -> None:
        key = secrets.token_bytes(32)
        place = Place(table="nx1", row=self.identifier, field="att")
        self.sealed = b"".join(seal_stream(key, [self.plain], place=place))
        self.entry = {
            "id": self.identifier,
            "name": "statement.pdf",
            "media_type": "application/pdf",
            "size": len(self.plain),
            "sha256": sha256(self.plain).hexdigest(),
            "key": b64url(key),
        }

    def fields(self, **more: Any) -> dict[str, Any]:
        fields = self.kit.fields("case.share", att=[{**self.entry, **more}])
        fields["body"]["person"] = {"name": f"Person {fields['body']['case']}"}  # each case is of somebody else
        obj = {"uid": fields["body"]["case"], "ver": 1, "op": "create"}
        self.message = fields["id"]
        return {**fields, "obj": obj}

    def announce(self, **more: Any) -> "Bringing":
        self.kit.expect(self.fields(**more), "accepted")
        return self

    def put(self, at: int, content: bytes, message: str = "") -> str:
        """The answer: a number, or `!` and a code."""
        path = f"/nx/1/att/{message or self.message}/{self.identifier}?at={at}"
        said = self.kit.probe.signed("PUT", path, content, self.kit.played.signing)
        if said.status not in (200, 422):
            raise Failed(f"status {said.status}")
        return said.lines[0]

    def must(self, answer: str, *expected: object) -> None:
        if answer not in {str(each) for each in expected}:
            raise Failed(f"answered {answer[:40]}, expected {' or '.join(map(str, expected))}")

    def whole(self, sealed: bytes = b"") -> None:
        """Brought in parts of unequal size."""
        sealed, at = sealed or self.sealed, 0
        for length in (1, 7, 65_536, len(sealed)):
            self.must(self.put(at, sealed[at : at + length]), min(at + length, len(sealed)))
            at += length

    def becomes(self, *answers: object) -> str:
        """What the node says once it has opened the file; asked by a part without bytes."""
        deadline = time.monotonic() + PATIENCE
        while (said := self.put(0, b"")) not in {str(each) for each in answers}:
            if time.monotonic() > deadline:
                raise Failed(f"still answers {said[:40]}, expected {' or '.join(map(str, answers))}")
            time.sleep(0.1)
        return said


def announced_and_brought(kit: Kit) -> None:
    one = Bringing(kit).announce()
    one.must(one.put(0, b""), 0)
    one.whole()
    attached = _attached(kit, one.message)
    if attached is not None and attached != "":
        raise Failed(f"the file was refused: {attached}")
    one.must(one.put(0, b""), len(one.sealed))


def _attached(kit: Kit, message: str) -> str | None:
    """The code of the receipt `attached`, which the kit must fetch; None where the node cannot be asked for it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        said = kit.probe.signed("GET", "/nx/1/receipts", b"", kit.played.signing)
        if said.status != 200:
            return None
        tokens = [line for line in said.lines if line]
        try:
            read = [kit.receipt(token) for token in tokens]
        except CryptoRefusal as error:
            raise Failed(f"a receipt that cannot be read: {error.code}") from error
        if tokens:
            hashes = "\n".join(sha256(token.encode()).hexdigest() for token in tokens).encode()
            kit.probe.signed("POST", "/nx/1/receipts/here", hashes, kit.played.signing)
        for receipt in read:
            if (str(receipt.message), receipt.level) == (message, "attached"):
                return receipt.code
        time.sleep(0.1)
    raise Failed("no receipt `attached`")


def resumed_anywhere(kit: Kit) -> None:
    one, at = Bringing(kit).announce(), 0
    for place in (1, 7, 8, 9, 65_559, 65_560, 65_561, 131_111, len(one.sealed) - 1, len(one.sealed)):
        one.must(one.put(at, one.sealed[at:place]), place)
        one.must(one.put(0, b""), place)  # a transfer that broke asks where to go on
        at = place


def out_of_order(kit: Kit) -> None:
    one = Bringing(kit).announce()
    one.must(one.put(70_000, one.sealed[70_000:]), 0)
    one.must(one.put(0, one.sealed[:1000]), 1000)
    one.must(one.put(1001, one.sealed[1001:]), 1000)
    one.must(one.put(500, one.sealed[500:2000]), 1000)
    one.must(one.put(1000, one.sealed[1000:2000]), 2000)


def replayed(kit: Kit) -> None:
    one = Bringing(kit).announce()
    one.must(one.put(0, one.sealed[:5000]), 5000)
    one.must(one.put(0, one.sealed[:5000]), 5000)
    one.must(one.put(5000, one.sealed[5000:]), len(one.sealed))
    one.must(one.put(0, one.sealed), len(one.sealed))


def longer_than_announced(kit: Kit) -> None:
    one = Bringing(kit).announce()
    one.must(one.put(0, one.sealed + b"more"), len(one.sealed))


def wrong_hash(kit: Kit) -> None:
    one = Bringing(kit).announce(sha256=sha256(b"another file").hexdigest())
    _broken_three_times(one, one.sealed)


def altered(kit: Kit) -> None:
    one = Bringing(kit).announce()
    _broken_three_times(one, one.sealed[:-1] + bytes([one.sealed[-1] ^ 1]))


def _broken_three_times(one: Bringing, sealed: bytes) -> None:
    for _ in range(2):
        one.must(one.put(0, sealed), len(sealed), 0)
        one.becomes(0)
    one.put(0, sealed)
    one.becomes("!attachment_broken")


def too_large(kit: Kit) -> None:
    kit.expect(Bringing(kit).fields(size=FILE_LIMIT + 1), "refused", "attachment_too_large")
    one = Bringing(kit).announce()
    path = f"/nx/1/att/{one.message}/{one.identifier}?at=0"
    said = kit.probe.signed("PUT", path, bytes(4 * 1024 * 1024 + 1), kit.played.signing)
    if said.status != 413:
        raise Failed(f"a part of more than 4 MiB: status {said.status}, expected 413")


def not_allowed(kit: Kit) -> None:
    fields = kit.fields("return.notice", att=[Bringing(kit).entry])
    kit.expect(fields, "refused", "attachment_not_allowed")
    many = [Bringing(kit, PDF).entry for _ in range(2)]
    twice = {**Bringing(kit).fields(), "att": [many[0], many[0]]}
    kit.expect(twice, "refused", "body_refused")


def nobody_announced(kit: Kit) -> None:
    one, other = Bringing(kit).announce(), Bringing(kit).announce()
    one.must(one.put(0, one.sealed[:100], message=other.message), "!attachment_unknown")
    one.must(one.put(0, one.sealed[:100], message=str(uuid4())), "!attachment_unknown")
    refused = Bringing(kit)
    kit.expect(refused.fields(size=FILE_LIMIT + 1), "refused", "attachment_too_large")
    refused.must(refused.put(0, refused.sealed[:100]), "!attachment_unknown")
    one.must(one.put(0, one.sealed[:100]), 100)


class Greeting(Bringing):
    """A file beside a greeting, which belongs to no case."""

    def fields(self, **more: Any) -> dict[str, Any]:
        fields = self.kit.fields(att=[{**self.entry, **more}])
        self.message = fields["id"]
        handling = {**fields["handling"], "purpose": "system"}
        return {**fields, "type": "system.hello", "handling": handling, "body": {}}


def greeted_with_a_file(kit: Kit) -> None:
    one = Greeting(kit, secrets.token_bytes(70_000)).announce()
    one.whole()
    one.must(one.put(0, b""), len(one.sealed))


FILE_CASES: tuple[tuple[str, str, Callable[[Kit], None]], ...] = (
    ("valid", "a file that a message announced is brought in parts and attached", announced_and_brought),
    ("valid", "a greeting with a file is taken", greeted_with_a_file),
    ("valid", "a file goes on at any byte after a break", resumed_anywhere),
    ("reordered", "parts of a file out of order are not taken, and the answer says where to go on", out_of_order),
    ("replayed", "a part of a file that comes again changes nothing", replayed),
    ("invalid", "what exceeds the announced size of a file is dropped", longer_than_announced),
    ("invalid", "a file with another hash is not kept, and refused after three times", wrong_hash),
    ("hostile", "a file with a changed byte is not kept, and refused after three times", altered),
    ("invalid", "a file or a part that is too large is refused", too_large),
    ("invalid", "a file with a kind that carries none, and two of one id, are refused", not_allowed),
    ("hostile", "a file of another message, of none, or of a refused one is not taken", nobody_announced),
)
