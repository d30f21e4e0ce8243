"""A file of any size passes in constant memory, on both sides: sealed, carried in parts, opened, kept."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from pulang.cases.actions import open_case, share_case
from pulang.cases.actions.files import place_of
from pulang.cases.models import CaseFile
from pulang.db.blobs import keep_blob
from pulang.db.context import acting_as
from pulang.exchange.attachments.carrying import carry
from pulang.exchange.attachments.taking import finish, take_part
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Attachment, Message
from pulang.lib.actor import system
from pulang.lib.ids import new_id
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.exchange.partner import NODE, make_partner
from tests.web.objects import PDF

MB = 1024 * 1024
ALLOWED = 64 * MB  # more than before, at the highest


class Memory:
    """The highest resident set of this process since the beginning of the measure."""

    def __init__(self) -> None:
        Path("/proc/self/clear_refs").write_text("5")
        self.before = self._read("VmRSS")

    def grown(self) -> int:
        return self._read("VmHWM") - self.before

    def _read(self, name: str) -> int:
        said = Path("/proc/self/status").read_text()
        return int(re.search(rf"{name}:\s+(\d+) kB", said)[1]) * 1024


def pieces(size: int) -> Iterator[bytes]:
    """A PDF by its head, then the same megabyte again and again, each with its number."""
    yield PDF
    left, number, filler = size - len(PDF), 0, bytes(range(256)) * 4096
    while left:
        piece = (number.to_bytes(8, "big") + filler[8:])[:left]
        yield piece
        left, number = left - len(piece), number + 1


def kept(case, size: int) -> CaseFile:
    """A file of the case, as an upload would have kept it."""
    seen, file_id = sha256(), new_id()

    def counted() -> Iterator[bytes]:
        for piece in pieces(size):
            seen.update(piece)
            yield piece

    with acting_as(system("test")):
        blob = keep_blob(case.sealing_key(), counted(), place=place_of(file_id))
        return CaseFile.objects.create(
            id=file_id,
            case=case,
            section="files",
            name="film.pdf",
            media_type="application/pdf",
            size=size,
            sha256=seen.digest(),
            blob=blob,
            agency=case.agency,
        )


class Loop:
    """The wire to a partner that is this node too: what leaves for it comes from it."""

    def __init__(self, peer, message) -> None:
        self.peer, self.message, self.parts = peer, message, 0

    def put_part(self, message, wire, at, content) -> int:
        self.parts += 1
        return take_part(self.peer, self.message, wire, at, content)


def drill(cast, size: int) -> int:
    """Carry a file to this very node as if it were the partner; returns how much memory it took at the highest."""
    partner = make_partner(cast, ("case.share",))
    partner.agreement.terms |= {"attachment_bytes": 4 * 1024 * MB}
    partner.agreement.save()
    case = open_case(cast.desk, person_id=register_person(cast.desk, draft=PersonDraft(name="Siti")).pk)
    file = kept(case, size)
    sent = share_case(cast.desk, case_id=case.pk, to=NODE, files=[file.pk])
    uid = str(uuid4())
    body = {"case": uid, "number": "KH-1", "urgency": "danger", "person": {"name": "Siti"}, "summary": "x"}
    obj = {"uid": uid, "ver": 1, "op": "create"}
    fields = partner.fields(type="case.share", body=body, obj=obj, att=sent.attachments)
    (answer,) = receive(partner.peer, [partner.seal(fields)])
    assert answer.receipt
    with acting_as(system("test")):
        Message.objects.filter(pk=sent.pk).update(state="accepted")
        coming = Attachment.objects.get(message=fields["id"])
    memory, line = Memory(), Loop(partner.peer, coming.message_id)
    carry(partner.peer, line, yields=lambda: False)
    finish(coming.pk)
    grown = memory.grown()
    with acting_as(system("test")):
        here = CaseFile.objects.get(pk=Attachment.objects.get(pk=coming.pk).file)
        assert (here.size, bytes(here.sha256)) == (size, bytes(file.sha256))
    return grown


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def test_a_file_larger_than_the_memory_it_takes(cast):
    assert drill(cast, 200 * MB) < ALLOWED


@pytest.mark.nightly
def test_two_gigabytes_take_no_more(cast, record_testsuite_property):
    grown = drill(cast, 2048 * MB)
    record_testsuite_property("megabytes", grown // MB)
    assert grown < ALLOWED
