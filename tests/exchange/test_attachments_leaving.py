"""Files that leave with a message: sealed apart, in parts, resumed at any byte, and only where it was agreed."""

from hashlib import sha256
from uuid import UUID

import pytest

from pulang.cases.actions import add_file, open_case, share_case
from pulang.cases.models import CaseFile
from pulang.cases.ownership.actions import withdraw_object
from pulang.crypto.jose import from_b64url
from pulang.crypto.streams import sealed_size
from pulang.db.context import acting_as
from pulang.exchange.attachments.carrying import carry, serve_part
from pulang.exchange.attachments.sealing import opened
from pulang.exchange.errors import (
    AttachmentNotAllowed,
    AttachmentTooLarge,
    AttachmentUnknown,
)
from pulang.exchange.models import Attachment, Message, SharedObject
from pulang.exchange.receipts import keep_receipt, read_receipt
from pulang.lib.actor import system
from pulang.lib.errors import Invalid
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.exchange.attached import (
    KINDS,
    LIMIT,
    MB,
    Line,
    _own_folders,
    case,
    content_of,
    file_of,
    partner,
    pushed,
    sent_with,
)
from tests.exchange.partner import NODE, make_partner
from tests.exchange.test_sending import receipt
from tests.web.objects import PDF

__all__ = ["_own_folders", "case", "partner"]


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


def test_a_file_that_is_gone_here_is_given_up_and_holds_up_no_other(cast, partner, case):
    gone, kept = file_of(cast, case, 70_000), file_of(cast, case, 70_000)
    first, second = sent_with(cast, case, gone), sent_with(cast, case, kept)
    with acting_as(system("test")):
        CaseFile.objects.filter(pk=gone.pk).delete()
    line = Line()
    assert not carry(partner.peer, line, yields=lambda: False)
    with acting_as(system("test")):
        states = [(one.state, one.code) for one in Attachment.objects.order_by("message__seq")]
    assert states == [("gone", "attachment_gone"), ("waiting", "")]
    assert list(line.held) == [UUID(second.attachments[0]["id"])]
    assert first.attachments


def test_parts_grow_while_it_goes_on_and_begin_anew_where_it_stands_still(cast, partner, case):
    sent_with(cast, case, file_of(cast, case, 3 * MB))
    brought: list[tuple[int, int]] = []

    class Stands:
        """Takes what comes, but for every third part."""

        held = 0

        def put_part(self, message, wire, at, content) -> int:
            brought.append((at // 1024, len(content) // 1024))
            if len(brought) % 3:
                self.held = at + len(content)
            return self.held

    carry(partner.peer, Stands(), yields=lambda: False)
    assert brought[:4] == [(0, 256), (256, 512), (768, 1024), (768, 256)]
    with acting_as(system("test")):
        assert Attachment.objects.get().held == Attachment.objects.get().size


def test_why_the_partner_takes_no_file_is_kept(cast, partner, case):
    sent_with(cast, case, file_of(cast, case, 70_000))

    class Refuses:
        asked = 0

        def put_part(self, message, wire, at, content) -> str:
            self.asked += 1
            return "attachment_kind"

    line = Refuses()
    carry(partner.peer, line, yields=lambda: False)
    carry(partner.peer, line, yields=lambda: False)
    with acting_as(system("test")):
        one = Attachment.objects.get()
    assert (one.state, one.code, line.asked) == ("refused", "attachment_kind", 1)


def test_a_partner_that_takes_nothing_is_left_alone_after_three_tries(cast, partner, case):
    sent_with(cast, case, file_of(cast, case, 70_000))
    asked: list[int] = []

    class Deaf:
        def put_part(self, message, wire, at, content) -> int:
            asked.append(at)
            return 0

    assert carry(partner.peer, Deaf(), yields=lambda: False) is False
    assert asked == [0, 0, 0]


def test_of_several_files_those_that_came_whole_are_whole_and_the_rest_bears_the_code(cast, partner, case):
    sent = sent_with(cast, case, *(file_of(cast, case, 70_000) for _ in range(2)))
    with acting_as(system("test")):
        whole, broken = Attachment.objects.filter(message=sent).order_by("id")
        Attachment.objects.filter(pk=whole.pk).update(held=whole.size)
    token = receipt(partner, sent, "attached", code="attachment_broken")
    with acting_as(system("test")):
        message = Message.objects.get(pk=sent.pk)
        keep_receipt(message, token, read_receipt(token, [partner.signing.public]))
        states = [(one.state, one.code) for one in Attachment.objects.filter(message=sent).order_by("id")]
    assert states == [("whole", ""), ("refused", "attachment_broken")]
    assert (message.state, broken.state) == ("accepted", "waiting")
