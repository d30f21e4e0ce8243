"""Files that come: only what was announced, kept once whole and true, taken back with their message."""

import secrets
from uuid import UUID, uuid4

import pytest

from pulang.cases.actions import answer
from pulang.cases.models import Case, CaseFile
from pulang.db.context import acting_as
from pulang.db.parts import extend_part, part_length
from pulang.exchange.attachments.carrying import fetch_files
from pulang.exchange.attachments.keeper import belongs_to_case, keeper, register_keeper
from pulang.exchange.attachments.taking import finish, take_part
from pulang.exchange.errors import (
    AttachmentUnknown,
    OnwardRefused,
    Refused,
)
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Attachment, Message, Receipt
from pulang.lib.actor import system
from tests.exchange.attached import LIMIT, MB, _own_folders, case, content_of, partner
from tests.exchange.giver import Giver, document
from tests.exchange.partner import NODE, asks
from tests.exchange.test_ownership import said

__all__ = ["_own_folders", "case", "partner"]


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


def test_a_file_that_is_taken_back_while_it_is_fetched_holds_up_no_other(partner, giver):
    other = Giver(partner, document(70_000))
    giver.share()
    other.share()

    class Mailbox:
        def fetch_part(self, message, wire, after, most):
            if message == other.message:
                return other.sealed[after : after + most]
            giver.give(giver.says("withdraw", 2))
            return giver.sealed[after : after + most]

    fetch_files(partner.peer, Mailbox())
    assert (giver.row().state, other.row().state) == ("gone", "whole")
    assert part_length(giver.row().pk) == 0


def test_files_have_one_keeper_for_each_kind():
    kept = keeper()
    with pytest.raises(ValueError, match="those of cases"):
        register_keeper(kept)
    with pytest.raises(ValueError, match=r"system\.hello"):
        register_keeper(kept, "system.hello")
    assert keeper("case.share") is kept
    assert keeper("system.hello") is not kept
    assert (belongs_to_case("case.share"), belongs_to_case("system.hello")) == (True, False)


def test_what_has_not_come_whole_is_not_opened_and_what_is_not_there_does_no_harm(giver):
    giver.share()
    giver.part(0, giver.sealed[:-1])
    finish(giver.row().pk)
    finish(uuid4())
    assert (giver.row().state, giver.row().tries, giver.row().held) == ("waiting", 0, len(giver.sealed) - 1)
    assert part_length(giver.row().pk) == len(giver.sealed) - 1
