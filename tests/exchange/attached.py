"""A partner that files are agreed with, a case with files, and the line between: for both rooms of their tests."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from pulang.cases.actions import add_file, open_case, read_file, share_case
from pulang.cases.models import Case, CaseFile
from pulang.db.context import acting_as
from pulang.exchange.attachments.carrying import carry
from pulang.exchange.errors import (
    Undeliverable,
)
from pulang.exchange.models import Message
from pulang.lib.actor import system
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.exchange.giver import document
from tests.exchange.partner import NODE, make_partner

MB = 1024 * 1024
LIMIT = 3 * MB
KINDS = ("case.share", "note", "identification.request", "identification.answer")


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path, monkeypatch):
    """What is left for after the commit is done at once: these tests never commit."""
    monkeypatch.setattr("pulang.db.parts.transaction", SimpleNamespace(on_commit=lambda act: act()))
    settings.FILES_ROOT = tmp_path / "files"
    settings.TOMBSTONES = tmp_path / "tombstones"


@pytest.fixture
def partner(cast):
    made = make_partner(cast, KINDS)
    made.agreement.terms |= {"attachment_bytes": LIMIT}
    made.agreement.save()
    return made


@pytest.fixture
def case(cast) -> Case:
    person = register_person(cast.desk, draft=PersonDraft(name="Siti Aminah"))
    return open_case(cast.desk, person_id=person.pk, urgency="danger")


def file_of(cast, case, size: int = MB) -> CaseFile:
    return add_file(cast.desk, case_id=case.pk, name="contract.pdf", content=document(size))


def sent_with(cast, case, *files, **more) -> Message:
    """A share with files that the partner has accepted."""
    sent = share_case(cast.desk, case_id=case.pk, to=NODE, files=[file.pk for file in files], **more)
    with acting_as(system("test")):
        Message.objects.filter(pk=sent.pk).update(state="accepted")
    return sent


def content_of(cast, file: CaseFile) -> bytes:
    return b"".join(read_file(cast.desk, case_id=file.case_id, file_id=file.pk).pieces)


class Line:
    """The partner's side: what it holds of each file, and where the line breaks."""

    def __init__(self, *, breaks_at: int = 0) -> None:
        self.held: dict[UUID, bytearray] = {}
        self.breaks_at, self.parts = breaks_at, 0

    def put_part(self, message, wire, at, content) -> int:
        held = self.held.setdefault(wire, bytearray())
        if at == len(held):
            held += content
            self.parts += 1
        if self.breaks_at and len(held) >= self.breaks_at:
            del held[self.breaks_at :]
            self.breaks_at = 0
            raise Undeliverable(why="unreachable")
        return len(held)


def pushed(partner, line: Line) -> None:
    for _ in range(3):
        try:
            carry(partner.peer, line, yields=lambda: False)
        except Undeliverable:
            continue
