"""Objects have one owner: what a partner owns is corrected, restricted and taken back here as it says."""

import base64
import json
import os
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from pulang.access.grants import held_sections
from pulang.access.permissions import Section
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions import add_file, add_member, open_case
from pulang.cases.models import Case, CaseFile, Task
from pulang.crypto.signing import verify_jws
from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message, Quarantined, SharedObject, Tombstone
from pulang.exchange.objects.restoring import take_back_again
from pulang.exchange.objects.tombstones import set_stone
from pulang.exchange.receipts import RECEIPT_TYPE
from pulang.lib.actor import system
from pulang.lib.errors import Invalid
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.persons.models import BlindKey, Paper, Person
from tests.cast import make_agency
from tests.exchange.partner import NODE, make_partner
from tests.web.objects import PDF


def said(answer) -> dict:
    key = node_keys().signing.public
    return json.loads(verify_jws(answer.receipt.encode(), {key.kid: key}, typ=RECEIPT_TYPE).payload)


class Owner:
    """The partner as owner of one case: each of its operations as a sealed message."""

    def __init__(self, partner) -> None:
        self.partner, self.uid = partner, str(uuid4())

    def says(self, op: str, ver: int, *, onward=False, code="H2", owner="", retention=None, **person) -> bytes:
        obj = {"uid": self.uid, "ver": ver, "op": op, **({"owner": owner} if owner else {})}
        fields = self.partner.fields(type="case.share", obj=obj)
        fields["handling"] |= {"onward": onward, "code": code}
        if retention:
            fields["retention"] = retention
        who = {"name": "Siti Aminah", "papers": [{"kind": "passport", "number": "C1234567"}], **person}
        whole = {
            "case": self.uid,
            "number": "KH-1",
            "urgency": "danger",
            "person": who,
            "summary": "Held in Bavet.",
        }
        fields["body"] = whole if op in ("create", "correct") else {"reason": "safety"}
        return self.partner.seal(fields)

    def give(self, *tokens: bytes) -> list[dict]:
        return [said(answer) for answer in receive(self.partner.peer, list(tokens))]


@pytest.fixture
def owner(partner) -> Owner:
    return Owner(partner)


@pytest.fixture(autouse=True)
def _fresh_stones(settings, tmp_path):
    """Tombstones of other tests lie in another folder."""
    (tmp_path / "stones").mkdir()
    settings.TOMBSTONES = tmp_path / "stones" / "tombstones"


def case_here(owner) -> Case:
    return Case.objects.get(uid=owner.uid)


def signed_in(message: Message) -> str:
    """The text of the signed token that is kept as evidence, if any."""
    parts = (message.signed or "..").split(".")
    return base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)).decode()


def everything_of_her() -> str:
    """All that this node holds in words: opened fields of persons, messages and papers."""
    with acting_as(system("test")):
        words = [str(p.name) + str(p.birth_date) for p in Person.objects.all()]
        words += [f"{m.body} {m.translations} {signed_in(m)}" for m in Message.objects.filter(outgoing=False)]
        words += [str(p.number) for p in Paper.objects.all()]
    return " ".join(words)


def test_a_withdrawal_that_another_overtook_is_superseded(owner):
    owner.give(owner.says("create", 1))
    later, earlier = owner.give(owner.says("withdraw", 3), owner.says("withdraw", 2))
    assert (later["level"], later["code"]) == ("applied", "")
    assert (earlier["level"], earlier["code"]) == ("applied", "superseded")


def test_a_withdrawal_reaches_person_papers_search_keys_files_and_messages(cast, owner):
    owner.give(owner.says("create", 1))
    with acting_as(system("test")):
        case = case_here(owner)
        add_file(cast.peer, case_id=case.pk, name="a.pdf", content=PDF)
        record(cast.desk, Event.EXPORT_MADE, scope=case.pk)
        assert BlindKey.objects.exists()
    assert "C1234567" in everything_of_her()
    (receipt,) = owner.give(owner.says("withdraw", 2))
    assert (receipt["level"], receipt["code"]) == ("applied", "")
    assert receipt["applied"] == {"copies": 2, "attachments": 1, "exports": 1, "onward": 0}
    with acting_as(system("test")):
        assert not BlindKey.objects.exists()
        assert not CaseFile.objects.exists()
        assert not held_sections(cast.peer, case.pk)
        codes = set(Task.objects.filter(case=case, done_at=None).values_list("code", flat=True))
    assert {"read_withdrawal", "destroy_exports"} <= codes
    assert "Siti" not in everything_of_her()
    assert "C1234567" not in everything_of_her()


def test_the_same_withdrawal_again_gives_the_same_receipt(owner):
    token = owner.says("withdraw", 2)
    owner.give(owner.says("create", 1))
    assert owner.give(token) == owner.give(token)


def test_a_person_whom_this_node_knows_from_elsewhere_is_not_forgotten(cast, owner):
    papers = (PaperDraft("passport", "C1234567", "IDN"),)
    known = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah", papers=papers))
    open_case(cast.officer, person_id=known.pk)
    owner.give(owner.says("create", 1), owner.says("withdraw", 2))
    with acting_as(cast.officer):
        assert Person.objects.get(pk=known.pk).name == "Siti Aminah"
    with acting_as(system("test")):
        assert not held_sections(cast.peer, known.pk)


def test_a_withdrawal_before_its_original_leaves_a_stone_without_a_word_of_hers(owner):
    first, withdrawn = owner.says("create", 1), owner.says("withdraw", 2)
    assert owner.give(withdrawn)[0]["level"] == "applied"
    (late,) = owner.give(first)
    assert (late["level"], late["code"]) == ("refused", "object_withdrawn")
    with acting_as(system("test")):
        assert not Case.objects.filter(uid=owner.uid).exists()
        assert Tombstone.objects.get().version == 2
    assert "Siti" not in everything_of_her()


def test_a_stone_survives_a_restore_from_an_older_backup(owner):
    owner.give(owner.says("create", 1))
    with acting_as(system("test")):
        backup = {model: list(model.objects.all()) for model in (Person, SharedObject)}
        names = [person.name for person in backup[Person]]
    owner.give(owner.says("withdraw", 2))
    with acting_as(system("test")):
        Tombstone.objects.all().delete()  # the backup is older than the withdrawal
        for person, name in zip(backup[Person], names, strict=True):
            person.name = name
            person.save()
        for book in backup[SharedObject]:
            book.save()
    assert "Siti" in everything_of_her()
    assert take_back_again() == 1
    assert "Siti" not in everything_of_her()
    assert take_back_again() == 0


def test_an_owner_may_share_again_what_it_took_back(cast, owner):
    owner.give(owner.says("create", 1), owner.says("withdraw", 2))
    assert owner.give(owner.says("create", 3))[0]["level"] == "accepted"
    assert "Siti Aminah" in everything_of_her()
    with acting_as(system("test")):
        assert held_sections(cast.peer, case_here(owner).pk)


def test_a_correction_brings_the_copy_in_line_and_empties_what_was_wrong(owner):
    owner.give(owner.says("create", 1, name="Sity Amina"))
    (receipt,) = owner.give(owner.says("correct", 2, birth_date="1999"))
    assert receipt["level"] == "applied"
    assert receipt["applied"]["copies"] == 2
    assert "Sity Amina" not in everything_of_her()
    with acting_as(system("test")):
        assert case_here(owner).person.birth_date == "1999"


@pytest.mark.parametrize("order", [(2, 1), (3, 1, 2), (2, 3, 1)])
def test_versions_never_go_back_in_whatever_order_they_come(owner, order):
    tokens = {1: owner.says("create", 1, name="One"), 2: owner.says("correct", 2, name="Two")}
    tokens[3] = owner.says("correct", 3, name="Three")
    answers = owner.give(*(tokens[ver] for ver in order))
    with acting_as(system("test")):
        assert case_here(owner).person.name == {2: "Two", 3: "Three"}[max(order)]
    assert answers[-1]["code"] == ("superseded" if order[-1] != max(order) else "")


def test_another_partner_writes_nothing_of_it(cast, owner):
    owner.give(owner.says("create", 1))
    other = Owner(make_partner(cast, node="ncb-bangkok", agency=make_agency("ncb-bangkok", "peer", "THA")))
    other.uid = owner.uid
    for op in ("create", "correct", "withdraw", "restrict"):
        (receipt,) = other.give(other.says(op, 9, name="Wrong"))
        assert (receipt["level"], receipt["code"]) == ("refused", "not_owner"), op
    assert "Siti Aminah" in everything_of_her()


def test_a_withdrawal_by_somebody_else_keeps_nothing_of_the_owners_out(cast, owner):
    other = Owner(make_partner(cast, node="ncb-bangkok", agency=make_agency("ncb-bangkok", "peer", "THA")))
    other.uid = owner.uid
    other.give(other.says("withdraw", 5))
    assert owner.give(owner.says("create", 1))[0]["level"] == "accepted"


def test_what_comes_over_a_third_node_needs_the_owners_leave(owner):
    (receipt,) = owner.give(owner.says("create", 1, owner="ncb-bangkok"))
    assert (receipt["level"], receipt["code"]) == ("refused", "onward_refused")
    (receipt,) = owner.give(owner.says("create", 1, owner="ncb-bangkok", onward=True))
    assert receipt["level"] == "accepted"
    with acting_as(system("test")):
        assert SharedObject.objects.get().owner == "ncb-bangkok"


def test_restricted_to_the_desk_nobody_else_sees_it_nor_is_let_in(cast, owner):
    owner.give(owner.says("create", 1))
    with acting_as(cast.desk):
        case = case_here(owner)
        add_member(cast.desk, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.WORK])
    (receipt,) = owner.give(owner.says("restrict", 2, code="H3"))
    assert receipt["level"] == "applied"
    with acting_as(cast.colleague):
        assert not Case.objects.filter(uid=owner.uid).exists()
    with pytest.raises(Invalid, match="owner_restricts"):
        add_member(cast.desk, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.WORK])


def test_terms_that_come_before_the_object_hold_once_it_is_here(owner):
    owner.give(owner.says("restrict", 2, code="H3"), owner.says("create", 1))
    with acting_as(system("test")):
        book = SharedObject.objects.get()
    assert (book.version, book.state, book.handling["code"]) == (1, "held", "H3")


def test_a_review_says_until_when_the_copy_may_be_kept(owner):
    owner.give(owner.says("create", 1))
    last = (timezone.localdate() + timedelta(days=90)).isoformat()
    owner.give(owner.says("review", 2, retention={"review_at": last, "delete_after": last}))
    with acting_as(system("test")):
        assert SharedObject.objects.get().delete_after.isoformat() == last


def test_what_was_shared_under_an_ended_agreement_is_still_taken_back(owner):
    owner.give(owner.says("create", 1))
    owner.partner.agreement.ended_at = timezone.now()
    owner.partner.agreement.save()
    assert owner.give(owner.says("create", 3))[0]["code"] == "agreement_ended"
    assert owner.give(owner.says("withdraw", 2))[0]["level"] == "applied"


def test_the_book_says_withdrawn_and_later_terms_change_nothing(owner):
    owner.give(owner.says("create", 1))
    owner.give(owner.says("withdraw", 2))
    (receipt,) = owner.give(owner.says("restrict", 3))
    with acting_as(system("test")):
        book = SharedObject.objects.get(uid=owner.uid)
    assert (book.state, book.version, book.handling) == ("withdrawn", 2, {})
    assert (receipt["level"], receipt["code"]) == ("accepted", "superseded")


def test_a_tombstone_of_the_same_version_is_written_once(owner, settings):
    owner.give(owner.says("withdraw", 2), owner.says("withdraw", 2))
    with open(settings.TOMBSTONES) as file:
        assert len([line for line in file if line.strip()]) == 1


def test_a_withdrawal_that_finds_the_disk_full_is_not_taken_and_stops_no_other(owner, settings, tmp_path):
    (stones := tmp_path / "full").mkdir()
    settings.TOMBSTONES = stones  # a folder: writing the file fails as on a disk that has no room
    first, withdrawn, note = owner.says("create", 1), owner.says("withdraw", 2), owner.partner.note()
    for _ in range(2):
        answers = receive(owner.partner.peer, [first, withdrawn, note])
        assert [answer.code for answer in answers] == ["", "disk_failed", ""]
        assert "Siti" in everything_of_her(), "nothing was said, and nothing was done"
    with acting_as(system("test")):
        assert Quarantined.objects.filter(code="disk_failed").count() == 1
    settings.TOMBSTONES = stones / "tombstones"
    assert owner.give(withdrawn)[0]["level"] == "applied"
    assert "Siti" not in everything_of_her()


def test_terms_of_the_same_version_again_change_nothing(owner):
    owner.give(owner.says("create", 1), owner.says("restrict", 2, code="H3"), owner.says("restrict", 2, code="H0"))
    soon, late = ((timezone.localdate() + timedelta(days=days)).isoformat() for days in (30, 90))
    for day in (soon, late):
        owner.give(owner.says("review", 3, retention={"review_at": day, "delete_after": day}))
    with acting_as(system("test")):
        book = SharedObject.objects.get()
    assert (book.handled, book.handling["code"], book.kept, book.delete_after.isoformat()) == (2, "H3", 3, soon)


def test_after_a_restore_only_what_was_withdrawn_is_taken_back(owner):
    owner.give(owner.says("create", 3))
    kept = Owner(owner.partner)
    kept.give(kept.says("create", 1, name="Dewi", papers=[]))
    with acting_as(system("test")):
        set_stone(UUID(owner.uid), version=2, node=NODE, reason="safety")
        Tombstone.objects.all().delete()
    assert take_back_again() == 1
    with acting_as(system("test")):
        assert set(SharedObject.objects.values_list("state", flat=True)) == {"held"}, "it was shared again since"
        stone = Tombstone.objects.get()
        assert (stone.version, stone.node, stone.reason) == (2, NODE, "safety")
        set_stone(UUID(owner.uid), version=4, node=NODE, reason="safety")
        Tombstone.objects.update(version=2)
    assert take_back_again() == 1
    with acting_as(system("test")):
        held = dict(SharedObject.objects.values_list("uid", "state"))
        assert held == {UUID(owner.uid): "withdrawn", UUID(kept.uid): "held"}
        assert SharedObject.objects.get(uid=owner.uid).version == 4
        assert Tombstone.objects.get().version == 4
    assert take_back_again() == 0


def test_a_withdrawal_whose_stone_is_not_safely_on_the_disk_is_not_taken(owner, monkeypatch):
    def full(place: int) -> None:
        raise OSError(28, "No space left on device")

    owner.give(owner.says("create", 1))
    withdrawn = owner.says("withdraw", 2)
    with monkeypatch.context() as here:
        here.setattr(os, "fsync", full)
        (answer,) = receive(owner.partner.peer, [withdrawn])
    assert answer.code == "disk_failed"
    assert "Siti" in everything_of_her()
    assert owner.give(withdrawn)[0]["level"] == "applied"
