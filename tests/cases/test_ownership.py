"""The owner's side: who holds a copy, correcting it, taking it back, what a holder proposes."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from pulang.access.grants import held_sections
from pulang.cases.actions import open_case, share_case
from pulang.cases.models import Case
from pulang.cases.ownership.actions import correct_object, restrict_object, review_object, withdraw_object
from pulang.cases.ownership.proposals import decide_proposal, propose_change
from pulang.cases.ownership.queries import copies_for, object_for
from pulang.crypto.signing import sign_jws
from pulang.db.context import acting_as
from pulang.exchange.delivery.later import take_receipts
from pulang.exchange.delivery.pushing import deliver
from pulang.exchange.envelope import to_wire
from pulang.exchange.errors import NobodyHolds, NotOwner, OnwardRefused
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Holding, Message, Receipt
from pulang.exchange.receipts import RECEIPT_TYPE, keep_receipt, read_receipt
from pulang.lib.actor import system
from pulang.lib.errors import Conflict, Invalid, NotFound
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.persons.queries import person_for
from tests.cast import make_agency
from tests.exchange.partner import ALL_KINDS, asks, make_partner, partner_of
from tests.exchange.test_sending import receipt

NODE = "ncb-phnom-penh"


@pytest.fixture
def partner(cast):
    return partner_of(cast)


@pytest.fixture
def case(cast, partner) -> Case:
    person = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah", birth_date="1999"))
    made = open_case(cast.officer, person_id=person.pk)
    share_case(cast.officer, case_id=made.pk, to=NODE, summary="Held in Bavet.")
    return made


def book_of(actor, case):
    return copies_for(actor, case.pk)[0]


def tell(partner, message: Message, level: str, **more) -> None:
    """The partner's signed word of a message of ours."""
    said = {"v": 1, "message": str(message.pk), "hash": message.hash, "level": level, "code": "", "manifest": 1}
    said |= {"at": to_wire(timezone.now()), **more}
    token = sign_jws(json.dumps(said).encode(), partner.signing, typ=RECEIPT_TYPE).decode()
    with acting_as(system("test")):
        keep_receipt(Message.objects.get(pk=message.pk), token, read_receipt(token, [partner.signing.public]))


def test_the_owner_sees_who_holds_a_copy_and_under_which_terms(cast, case):
    view = book_of(cast.officer, case)
    assert view.ours
    assert [(holder.node, holder.state, holder.version) for holder in view.holders] == [(NODE, "held", 1)]
    assert view.book.handling["code"] == "H2"
    assert view.book.review_at < view.book.delete_after


def test_a_stranger_sees_no_book(cast, case):
    with pytest.raises(NotFound):
        copies_for(cast.colleague, case.pk)
    with pytest.raises(NotFound):
        object_for(cast.colleague, book_of(cast.officer, case).book.pk)


def test_a_withdrawal_is_pending_until_the_partner_says_that_it_is_done(cast, partner, case):
    (sent,) = withdraw_object(cast.officer, object_id=book_of(cast.officer, case).book.pk, reason="safety")
    assert sent.body == {"reason": "safety"}
    assert (sent.obj["op"], sent.obj["ver"], sent.obj["base"]) == ("withdraw", 2, 1)
    (holder,) = book_of(cast.officer, case).holders
    assert holder.state == "pending"
    counts = {"copies": 2, "attachments": 1, "exports": 0, "onward": 0}
    tell(partner, sent, "applied", applied=counts)
    (holder,) = book_of(cast.officer, case).holders
    assert (holder.state, holder.counts) == ("applied", counts)


def test_a_withdrawal_that_nobody_confirmed_in_time_is_overdue(cast, partner, case):
    withdraw_object(cast.officer, object_id=book_of(cast.officer, case).book.pk, reason="safety")
    with acting_as(system("test")):
        Holding.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert [holder.state for holder in book_of(cast.officer, case).holders] == ["overdue"]


def test_a_withdrawal_that_the_partner_refuses_is_told(cast, partner, case):
    (sent,) = withdraw_object(cast.officer, object_id=book_of(cast.officer, case).book.pk, reason="safety")
    tell(partner, sent, "refused", code="not_owner")
    assert [holder.state for holder in book_of(cast.officer, case).holders] == ["refused"]


def test_after_a_withdrawal_the_partner_no_longer_works_on_the_case(cast, partner, case):
    withdraw_object(cast.officer, object_id=book_of(cast.officer, case).book.pk, reason="safety")
    with acting_as(system("test")):
        assert not held_sections(cast.peer, case.pk)
        assert not held_sections(cast.peer, case.person_id)


def test_a_withdrawal_leaves_before_what_waits_and_is_never_given_up(cast, partner, case, monkeypatch):
    monkeypatch.setattr("pulang.exchange.delivery.pushing.announce", lambda peer, courier: None)
    (sent,) = withdraw_object(cast.officer, object_id=book_of(cast.officer, case).book.pk, reason="safety")
    assert sent.expires - timezone.now() > timedelta(days=1000)
    deliver(partner.peer.pk, jitter=lambda: 0.5)
    with acting_as(system("test")):
        tried = {message.obj["op"]: message.attempts for message in Message.objects.all()}
    assert tried == {"create": 0, "withdraw": 1}, "a partner that is away is asked to take back first"


def test_a_case_may_be_shared_again_after_a_withdrawal_under_a_higher_version(cast, case):
    withdraw_object(cast.officer, object_id=book_of(cast.officer, case).book.pk, reason="safety")
    again = share_case(cast.officer, case_id=case.pk, to=NODE)
    assert again.obj["ver"] == 3
    assert [holder.state for holder in book_of(cast.officer, case).holders] == ["held"]


def test_a_reason_is_one_of_those_offered_and_another_reason_is_said(cast, case):
    book = book_of(cast.officer, case).book.pk
    with pytest.raises(Invalid, match="not_a_choice"):
        withdraw_object(cast.officer, object_id=book, reason="whim")
    with pytest.raises(Invalid, match="required"):
        withdraw_object(cast.officer, object_id=book, reason="other")


def test_there_is_nobody_to_tell_once_everything_was_taken_back(cast, case):
    book = book_of(cast.officer, case).book.pk
    withdraw_object(cast.officer, object_id=book, reason="safety")
    with pytest.raises(NobodyHolds):
        correct_object(cast.officer, object_id=book)


def test_a_correction_goes_to_every_holder_in_its_own_conversation(cast, partner, case):
    thailand = make_agency("ncb-bangkok", "peer", "THA")
    make_partner(cast, ALL_KINDS, node="ncb-bangkok", agency=thailand)
    share_case(cast.officer, case_id=case.pk, to="ncb-bangkok")
    sent = correct_object(cast.officer, object_id=book_of(cast.officer, case).book.pk, summary="Freed.")
    said = [(one.obj["op"], one.obj["ver"], one.obj["base"]) for one in sent]
    assert said == [
        ("correct", 3, 2),
        ("correct", 3, 1),
    ]
    assert [one.peer.node_id for one in sent] == ["ncb-bangkok", NODE]
    with acting_as(system("test")):
        first = {m.peer_id: m.thread for m in Message.objects.filter(obj__op="create")}
    assert all(one.thread == first[one.peer_id] and one.body["summary"] == "Freed." for one in sent)


def test_a_restriction_and_a_review_stand_in_the_book_and_on_the_wire(cast, case):
    book = book_of(cast.officer, case).book.pk
    (sent,) = restrict_object(cast.officer, object_id=book, reason="safety", code="H3", caveat="Call first.")
    assert (sent.handling["code"], sent.handling["caveat"]) == ("H3", "Call first.")
    last = timezone.localdate() + timedelta(days=30)
    review_object(cast.officer, object_id=book, delete_after=last, reason="court")
    held = book_of(cast.officer, case).book
    assert (held.handling["code"], held.delete_after, held.version) == ("H3", last, 3)


def copy_here(partner, *, onward: bool) -> Case:
    """A case that the partner owns and shares with this node."""
    uid = "0197a000-0000-7000-8000-000000000001"
    fields = partner.fields(type="case.share", obj={"uid": uid, "ver": 4, "op": "create"})
    fields["handling"] |= {"onward": onward}
    fields["body"] = {"case": uid, "number": "KH-1", "urgency": "normal", "person": {"name": "Ratna"}}
    receive(partner.peer, [partner.seal(fields)])
    with acting_as(system("test")):
        return Case.objects.get(uid=uid)


def test_a_holder_changes_nothing_itself_and_proposes(cast, partner):
    case = copy_here(partner, onward=False)
    view = book_of(cast.desk, case)
    assert not view.ours
    for act in (withdraw_object, restrict_object):
        with pytest.raises(NotOwner):
            act(cast.desk, object_id=view.book.pk, reason="safety")
    sent = propose_change(
        cast.desk, case_id=case.pk, changes={"name": "Ratna Kusuma"}, remark="As in her passport."
    )
    assert sent.body["changes"] == [{"field": "name", "value": "Ratna Kusuma"}]
    assert sent.peer.node_id == NODE


def test_a_copy_is_passed_on_only_as_its_owner_allows(cast, partner):
    make_partner(cast, ALL_KINDS, node="ncb-bangkok", agency=make_agency("ncb-bangkok", "peer", "THA"))
    case = copy_here(partner, onward=False)
    with pytest.raises(OnwardRefused):
        share_case(cast.desk, case_id=case.pk, to="ncb-bangkok")


def test_a_withdrawal_goes_on_to_those_who_have_it_from_us(cast, partner):
    """And is said to have reached every copy only once they have said so too."""
    bangkok = make_partner(cast, ALL_KINDS, node="ncb-bangkok", agency=make_agency("ncb-bangkok", "peer", "THA"))
    case = copy_here(partner, onward=True)
    passed = share_case(cast.desk, case_id=case.pk, to="ncb-bangkok")
    assert (passed.obj["owner"], passed.obj["ver"]) == (NODE, 4)
    fields = partner.fields(type="case.share", obj={"uid": str(case.uid), "ver": 5, "op": "withdraw"})
    fields["body"] = {"reason": "safety"}
    token = partner.seal(fields)
    receive(partner.peer, [token])
    with acting_as(system("test")):
        onward = Message.objects.get(outgoing=True, obj__op="withdraw")
        assert (onward.peer.node_id, onward.obj["ver"], onward.body) == ("ncb-bangkok", 5, {"reason": "safety"})
        assert Holding.objects.get().state == "pending"
    assert levels(fields["id"]) == ["accepted"]
    fields |= {"id": str(uuid4()), "link": {"seq": 90, "prev": ""}}  # asked for once more meanwhile
    receive(partner.peer, [partner.seal(fields)])
    assert levels(fields["id"]) == ["accepted"]
    word = receipt(bangkok, onward, "applied", applied={"copies": 1, "attachments": 0, "exports": 0, "onward": 0})
    assert take_receipts(bangkok.peer, [word], [bangkok.signing.public]) == ["ok"]
    assert levels(fields["id"]) == ["accepted", "applied"]
    with acting_as(system("test")):
        told = Receipt.objects.filter(level="applied", waiting=True, message__outgoing=False)
        assert sorted(one.applied["onward"] for one in told) == [0, 1]
    (again,) = receive(partner.peer, [token])
    assert read_receipt(again.receipt, [node_keys().signing.public]).level == "applied"


def levels(message: str) -> list[str]:
    with acting_as(system("test")):
        return sorted(Receipt.objects.filter(message=message).values_list("level", flat=True))


def test_an_accepted_proposal_changes_the_person_and_corrects_every_copy(cast, partner, case):
    changes = [{"field": "name", "value": "Siti Aminah binti Ahmad"}]
    asked = asks(partner, case, "case.proposal", changes=changes)
    sent = decide_proposal(cast.officer, message_id=asked, accept=True)
    assert [one.obj["op"] for one in sent] == ["correct"]
    assert person_for(cast.officer, case.person_id).draft.name == "Siti Aminah binti Ahmad"
    with pytest.raises(Conflict):
        decide_proposal(cast.officer, message_id=asked, accept=False, remark="No.")


def test_a_refused_proposal_says_why_and_changes_nothing(cast, partner, case):
    asked = asks(partner, case, "case.proposal", changes=[{"field": "name", "value": "Another"}])
    with pytest.raises(Invalid, match="required"):
        decide_proposal(cast.officer, message_id=asked, accept=False)
    (note,) = decide_proposal(cast.officer, message_id=asked, accept=False, remark="Her passport says otherwise.")
    assert (note.kind, note.re) == ("note", asked)
    assert person_for(cast.officer, case.person_id).draft.name == "Siti Aminah"
