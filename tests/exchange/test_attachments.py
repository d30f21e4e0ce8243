"""Files that go with messages: sealed apart, carried in parts, resumed at any byte, taken back with them."""

import json
import secrets
from hashlib import sha256
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from pulang.cases.actions import add_file, answer, open_case, read_file, share_case
from pulang.cases.models import Case, CaseFile
from pulang.cases.ownership.actions import withdraw_object
from pulang.crypto.jose import from_b64url
from pulang.crypto.streams import sealed_size
from pulang.db.context import acting_as
from pulang.db.parts import extend_part, part_length
from pulang.exchange.attachments.carrying import carry, fetch_files, serve_part
from pulang.exchange.attachments.sealing import opened
from pulang.exchange.attachments.taking import finish, take_part
from pulang.exchange.bundles import export_bundle
from pulang.exchange.errors import (
    AttachmentNotAllowed,
    AttachmentTooLarge,
    AttachmentUnknown,
    OnwardRefused,
    Refused,
    Undeliverable,
)
from pulang.exchange.inbox import receive
from pulang.exchange.models import Attachment, Message, Receipt, SharedObject
from pulang.exchange.receipts import keep_receipt, read_receipt
from pulang.lib.actor import system
from pulang.lib.errors import Invalid
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.exchange.giver import Giver, document
from tests.exchange.partner import NODE, asks, make_partner
from tests.exchange.test_ownership import said
from tests.exchange.test_sending import receipt
from tests.web.objects import PDF

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


@pytest.mark.parametrize("breaks_at", [0, 1, 7, 8, 9, 65_551, 65_552, 65_560, 300_001, 1_048_583])
def test_a_file_goes_on_where_the_line_broke_and_opens_to_what_the_author_signed(cast, partner, case, breaks_at):
    file = file_of(cast, case)
    sent, line = sent_with(cast, case, file), Line(breaks_at=breaks_at)
    pushed(partner, line)
    entry = sent.attachments[0]
    plain = b"".join(opened(entry, iter([bytes(line.held[UUID(entry["id"])])])))
    assert plain == content_of(cast, file)
    assert (entry["name"], entry["media_type"], entry["size"]) == ("contract.pdf", "application/pdf", MB)
    assert entry["sha256"] == sha256(plain).hexdigest()


@pytest.mark.parametrize("size", [len(PDF), 65_536, 65_537, 131_072])
def test_files_of_every_size_open_again(cast, partner, case, size):
    file = file_of(cast, case, size)
    sent, line = sent_with(cast, case, file), Line()
    pushed(partner, line)
    entry = sent.attachments[0]
    held = bytes(line.held[UUID(entry["id"])])
    assert len(held) == sealed_size(size)
    assert b"".join(opened(entry, iter([held]))) == content_of(cast, file)


def test_the_key_of_a_file_never_travels_or_lies_open(cast, partner, case):
    sent = sent_with(cast, case, file_of(cast, case))
    with acting_as(system("test")):
        row = Message.objects.filter(pk=sent.pk).values("attachments", "envelope", "signed").get()
    key = sent.attachments[0]["key"]
    assert all(text.encode() not in bytes(one) for one in row.values() for text in (key, "contract.pdf"))
    assert not any(from_b64url(key) in bytes(one) for one in row.values())


def test_a_message_that_waits_goes_before_the_rest_of_a_file(cast, partner, case):
    sent_with(cast, case, file_of(cast, case))
    line = Line()
    assert carry(partner.peer, line, yields=lambda: line.parts > 0)
    assert line.parts == 1


def test_the_partners_word_settles_the_files(cast, partner, case):
    sent = sent_with(cast, case, file_of(cast, case))
    token = receipt(partner, sent, "attached")
    with acting_as(system("test")):
        message = Message.objects.get(pk=sent.pk)
        keep_receipt(message, token, read_receipt(token, [partner.signing.public]))
        assert Attachment.objects.get(message=sent).state == "whole"


def test_a_file_beyond_the_agreement_is_refused_before_anything_leaves(cast, partner, case):
    file = file_of(cast, case, LIMIT + 1)
    with pytest.raises(AttachmentTooLarge) as refused:
        share_case(cast.desk, case_id=case.pk, to=NODE, files=[file.pk])
    assert refused.value.details["limit"] == "3"
    with acting_as(system("test")):
        assert not Message.objects.exists()


def test_an_agreement_that_names_no_size_allows_no_file(cast, partner, case):
    del partner.agreement.terms["attachment_bytes"]
    partner.agreement.save()
    with pytest.raises(AttachmentNotAllowed):
        share_case(cast.desk, case_id=case.pk, to=NODE, files=[file_of(cast, case).pk])


def test_a_file_of_another_case_or_of_a_section_apart_does_not_go(cast, partner, case):
    other = open_case(cast.desk, person_id=register_person(cast.desk, draft=PersonDraft(name="Dewi")).pk)
    hidden = add_file(cast.desk, case_id=case.pk, name="a.pdf", content=PDF, section="whereabouts")
    for file in (file_of(cast, other), hidden):
        with pytest.raises(Invalid):
            share_case(cast.desk, case_id=case.pk, to=NODE, files=[file.pk])


@pytest.fixture
def giver(partner) -> Giver:
    return Giver(partner, document(MB))


def receipts_of(giver: Giver) -> dict[str, str]:
    with acting_as(system("test")):
        return dict(Receipt.objects.filter(message=giver.message).values_list("level", "code"))


def test_what_came_whole_stands_in_the_case_with_its_owner_and_handling_and_the_partner_is_told(cast, giver):
    assert giver.share()["level"] == "accepted"
    giver.whole()
    with acting_as(system("test")):
        file = CaseFile.objects.select_related("case").get()
        assert (file.name, file.owner_node, file.handling["code"]) == ("statement.pdf", NODE, "H2")
        assert file.handling["onward"] is False
    assert content_of(cast, file) == giver.content
    assert receipts_of(giver)["attached"] == ""
    assert giver.row().state == "whole"
    assert part_length(giver.row().pk) == 0, "nothing of it is left beside the file"
    assert giver.part(0, b"") == giver.row().size, "asked again, it is all there"


@pytest.mark.parametrize("cut", [0, 1, 8, 9, 65_560, 500_000])
def test_bytes_that_a_crash_left_are_gone_on_from(cast, giver, cut):
    giver.share()
    extend_part(giver.row().pk, giver.sealed[:cut])
    assert giver.part(0, giver.sealed[:300]) == (cut or 300)
    held = part_length(giver.row().pk)
    giver.part(held, giver.sealed[held:])
    finish(giver.row().pk)
    assert giver.row().state == "whole"


def test_a_file_that_does_not_open_is_asked_for_anew_and_then_refused(giver):
    giver.share()
    broken = bytearray(giver.sealed)
    broken[-1] ^= 1
    for left in (2, 1, 0):
        giver.part(0, bytes(broken))
        finish(giver.row().pk)
        assert giver.row().state == ("waiting" if left else "refused")
    assert receipts_of(giver)["attached"] == "attachment_broken"
    with pytest.raises(Refused, match="attachment_broken"):
        giver.part(0, b"")


def test_another_content_than_the_author_signed_is_not_kept(giver):
    giver.share(sha256="0" * 64)
    giver.whole()
    with acting_as(system("test")):
        assert not CaseFile.objects.exists()


def test_a_file_of_a_kind_that_is_not_kept_is_refused_with_its_code(partner):
    giver = Giver(partner, b"\x7fELF" + secrets.token_bytes(2000))
    giver.share()
    giver.whole()
    assert receipts_of(giver)["attached"] == "attachment_kind"
    assert giver.row().state == "refused"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"size": LIMIT + 1}, "attachment_too_large"), ({"key": "short"}, None), ({"size": 0}, None)],
)
def test_an_envelope_may_announce_only_what_was_agreed(partner, giver, change, code):
    fields = giver.fields_with(**change)
    (answer,) = receive(partner.peer, [partner.seal(fields)])
    assert (said(answer)["code"] if answer.receipt else answer.code) == (code or "envelope_malformed")
    with acting_as(system("test")):
        assert not Attachment.objects.exists()


def test_nobody_brings_what_no_message_announced(cast, partner, giver):
    giver.share()
    with pytest.raises(AttachmentUnknown):
        take_part(partner.peer, giver.message, uuid4(), 0, b"x")
    with pytest.raises(AttachmentUnknown):
        take_part(partner.peer, uuid4(), UUID(giver.entry["id"]), 0, b"x")
    assert giver.part(5, b"x") == 0, "a part from another place is not taken"
    assert giver.part(0, giver.sealed + b"more") == giver.row().size, "what is more is not kept"


def test_a_withdrawal_erases_the_file_and_what_was_on_its_way(cast, partner, giver):
    second = Giver(partner, document(70_000))
    giver.share()
    giver.whole()
    second.share()
    second.part(0, second.sealed[:1000])
    (told,) = giver.give(giver.says("withdraw", 2))
    assert told["applied"]["attachments"] == 1
    second.give(second.says("withdraw", 2))
    with acting_as(system("test")):
        assert not CaseFile.objects.exists()
        assert set(Attachment.objects.values_list("state", flat=True)) == {"gone"}
        assert not Message.objects.filter(outgoing=False).exclude(attachments=None).exists()
    assert part_length(second.row().pk) == 0
    with pytest.raises(Refused, match="object_withdrawn"):
        second.part(1000, b"x")


def test_a_restriction_reaches_the_file(cast, giver):
    giver.share()
    giver.whole()
    giver.give(giver.says("restrict", 2, code="H3"))
    with acting_as(system("test")):
        assert CaseFile.objects.get().handling["code"] == "H3"


def test_what_a_partner_owns_goes_to_nobody_else_without_its_leave(cast, partner, giver):
    giver.share()
    giver.whole()
    with acting_as(system("test")):
        file = CaseFile.objects.get()
        here = Case.objects.get(uid=giver.uid)
    asked = asks(partner, here)
    body = {"outcome": "victim", "act": "established", "means": "established", "purpose": "established"}
    with pytest.raises(OnwardRefused):
        answer(cast.desk, message_id=asked, body={**body, "reasons": "seen"}, files=[file.pk])


def test_a_node_behind_a_wall_fetches_the_file(cast, partner, giver):
    giver.share()
    asked: list[int] = []

    class Mailbox:
        def fetch_part(self, message, wire, after, most):
            asked.append(most)
            return giver.sealed[after : after + most]

    fetch_files(partner.peer, Mailbox())
    assert giver.row().state == "whole"
    assert asked[0] < len(giver.sealed)


def test_this_node_serves_its_file_only_to_the_partner_of_the_message(cast, partner, case):
    sent = sent_with(cast, case, file_of(cast, case))
    wire = UUID(sent.attachments[0]["id"])
    whole = serve_part(partner.peer, sent.pk, wire, 0, 4 * MB)
    assert whole[1000:] == serve_part(partner.peer, sent.pk, wire, 1000, 4 * MB)
    assert serve_part(partner.peer, sent.pk, wire, len(whole), MB) == b""
    other = make_partner(cast, KINDS, node="ncb-elsewhere", agency=cast.police)
    with pytest.raises(AttachmentUnknown):
        serve_part(other.peer, sent.pk, wire, 0, MB)


def test_taking_the_case_back_stops_what_is_on_its_way(cast, partner, case):
    sent, line = sent_with(cast, case, file_of(cast, case)), Line()
    with acting_as(system("test")):
        book = SharedObject.objects.get(uid=case.uid)
    withdraw_object(cast.desk, object_id=book.pk, reason="safety")
    carry(partner.peer, line, yields=lambda: False)
    assert line.parts == 0
    with pytest.raises(AttachmentUnknown):
        serve_part(partner.peer, sent.pk, UUID(sent.attachments[0]["id"]), 0, MB)


def test_a_bundle_says_that_its_files_follow(cast, partner, case):
    share_case(cast.desk, case_id=case.pk, to=NODE, files=[file_of(cast, case).pk])
    made = export_bundle(cast.administrator, node=NODE)
    assert (made.files, json.loads(from_b64url(made.content.split(b".")[1].decode()))["files"]) == (1, 1)
