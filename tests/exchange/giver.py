"""The partner as owner of a case to which it adds a file."""

import json
import secrets
from functools import cached_property
from hashlib import sha256
from uuid import UUID, uuid4

from pulang.crypto.jose import b64url, from_b64url
from pulang.crypto.sealing import Place
from pulang.crypto.streams import seal_stream
from pulang.db.context import acting_as
from pulang.exchange.attachments.taking import finish, take_part
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Attachment
from pulang.lib.actor import system
from tests.exchange.test_ownership import Owner, said
from tests.web.objects import PDF


def document(size: int) -> bytes:
    """A PDF by its head, of any size and never the same."""
    return PDF + secrets.token_bytes(size - len(PDF))


class Giver(Owner):
    """The partner as owner of a case to which it adds a file."""

    def __init__(self, partner, content: bytes) -> None:
        super().__init__(partner)
        self.content = content
        key = secrets.token_bytes(32)
        self.entry = {
            "id": str(uuid4()),
            "name": "statement.pdf",
            "media_type": "application/pdf",
            "size": len(content),
            "sha256": sha256(content).hexdigest(),
            "key": b64url(key),
        }

    def fields_with(self, **more) -> dict:
        whole = json.loads(json.dumps(self.entry))
        body = {"case": self.uid, "number": "KH-1", "urgency": "danger", "person": {"name": "Siti"}, "summary": "x"}
        obj = {"uid": self.uid, "ver": 1, "op": "create"}
        return self.partner.fields(type="case.share", obj=obj, att=[{**whole, **more}], body=body)

    def share(self, **more) -> dict:
        fields = self.fields_with(**more)
        (answer,) = receive(self.partner.peer, [self.partner.seal(fields)])
        self.message = UUID(fields["id"])
        return said(answer)

    @cached_property
    def sealed(self) -> bytes:
        place = Place(table="nx1", row=self.entry["id"], field="att")
        return b"".join(seal_stream(from_b64url(self.entry["key"]), [self.content], place=place))

    def part(self, at: int, content: bytes) -> int:
        return take_part(self.partner.peer, self.message, UUID(self.entry["id"]), at, content)

    def whole(self) -> None:
        sealed = self.sealed
        for at in range(0, len(sealed), 200_000):
            assert self.part(at, sealed[at : at + 200_000]) == min(len(sealed), at + 200_000)
        finish(self.row().pk)

    def row(self) -> Attachment:
        with acting_as(system("test")):
            return Attachment.objects.get(message=self.message)
