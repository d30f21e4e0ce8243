"""Files over real HTTP: a played partner brings one in parts, and nobody else can."""

import secrets
from functools import partial
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from pulang.cases.models import CaseFile
from pulang.crypto.jose import b64url
from pulang.crypto.sealing import Place
from pulang.crypto.streams import seal_stream
from pulang.db.context import acting_as
from pulang.exchange.attachments.taking import whole_and_unopened
from pulang.exchange.models import Attachment
from pulang.exchange.tasks import finish_attachment
from pulang.exchange.transport import Courier
from pulang.lib.actor import system
from tests.exchange.test_hostile_wire import level_of
from tests.web.objects import PDF

CONTENT = PDF + secrets.token_bytes(300_000)
KEY = secrets.token_bytes(32)


@pytest.fixture
def announced(stage, settings, tmp_path) -> tuple[UUID, UUID, bytes]:
    """An accepted message with a file: its id, the file's, and the sealed bytes."""
    settings.FILES_ROOT = tmp_path
    stage.agreement.terms["attachment_bytes"] = 1024 * 1024
    stage.agreement.save()
    wire, uid = str(uuid4()), str(uuid4())
    entry = {"id": wire, "name": "a.pdf", "media_type": "application/pdf", "size": len(CONTENT), "key": b64url(KEY)}
    body = {"case": uid, "number": "KH-1", "urgency": "danger", "person": {"name": "Siti"}, "summary": "x"}
    fields = {**stage.true(att=[{**entry, "sha256": sha256(CONTENT).hexdigest()}]), "type": "case.share"}
    fields |= {"body": body, "obj": {"uid": uid, "ver": 1, "op": "create"}}
    assert level_of(stage.push(stage.seal(fields)).lines[0]) == ("accepted", "")
    sealed = b"".join(seal_stream(KEY, [CONTENT], place=Place(table="nx1", row=wire, field="att")))
    return UUID(fields["id"]), UUID(wire), sealed


def test_a_partner_brings_a_file_in_parts_and_it_stands_in_the_case(stage, announced):
    message, wire, sealed = announced
    with Courier(stage.probe.base_url, stage.played.signing) as courier:
        put = partial(courier.put_part, message, wire)
        assert put(0, b"") == 0
        assert put(0, sealed[:1000]) == 1000
        assert put(0, sealed[:5000]) == 1000, "what is held is not written again"
        assert put(1000, sealed[1000:]) == len(sealed)
        (full,) = whole_and_unopened()
        finish_attachment(str(full))
        assert put(0, b"") == len(sealed)
    with acting_as(system("test")):
        assert Attachment.objects.get().state == "whole"
        assert (CaseFile.objects.get().sha256, CaseFile.objects.get().size) == (
            sha256(CONTENT).digest(),
            len(CONTENT),
        )


def test_what_was_not_announced_too_large_or_not_signed_is_turned_away(stage, announced):
    message, wire, sealed = announced
    key, path = stage.played.signing, f"/nx/1/att/{message}/{wire}"
    with Courier(stage.probe.base_url, key) as courier:
        assert courier.put_part(message, uuid4(), 0, sealed) == "attachment_unknown"
        assert courier.put_part(uuid4(), wire, 0, sealed) == "attachment_unknown"
    assert stage.probe.signed("PUT", f"{path}?at=0", bytes(4 * 1024 * 1024 + 1), key).status == 413
    assert stage.probe.signed("PUT", f"{path}?at=-1", b"", key).lines == ["!at_malformed"]
    assert stage.probe.signed("GET", f"{path}?after=0", b"", key).lines == ["!attachment_unknown"]
    assert stage.probe.send("PUT", f"{path}?at=0", sealed, {}).status == 401
    with acting_as(system("test")):
        assert Attachment.objects.get().held == 0
