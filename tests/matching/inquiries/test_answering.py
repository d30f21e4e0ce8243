"""Being asked whether somebody is known: the node matches by itself, an officer confirms, then it answers."""

import pytest

from pulang.access.permissions import Section
from pulang.audit.models import Entry
from pulang.cases.actions import add_member, open_case
from pulang.cases.queries import conversations_for
from pulang.db.context import acting_as
from pulang.exchange.models import Message, Receipt
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed, NotFound
from pulang.matching.inquiries import messages
from pulang.matching.inquiries.actions import answer_known, answer_not_known
from pulang.matching.inquiries.errors import InquiryAnswered, InquiryNeedsCase
from pulang.matching.inquiries.models import Inquiry
from pulang.matching.inquiries.queries import count_inquiries, inquiries_for, inquiry_for
from pulang.persons.actions import register_person
from tests.matching.inquiries.conftest import JOKO, asks_whether, inquiry_before


def sent_answers() -> list[Message]:
    with acting_as(system("test")):
        return list(Message.objects.filter(outgoing=True, kind="locate.answer").order_by("created"))


def test_it_is_put_before_the_desk_and_before_who_may_know_her(cast, partner, case):
    asks_whether(partner)
    assert inquiry_before(cast.officer).band == "likely"
    assert inquiry_before(cast.desk).band == ""
    assert inquiry_before(cast.colleague) is None
    assert [count_inquiries(actor) for actor in (cast.officer, cast.desk, cast.colleague)] == [1, 1, 0]


def test_the_officer_sees_who_it_may_be_and_why(cast, partner, case):
    asks_whether(partner)
    looked = inquiry_for(cast.officer, inquiry_before(cast.officer).pk)
    assert looked.asked.question == "Do you know him?"
    assert looked.found.matches[0].person.id == case.person_id
    assert {"paper_equal", "word_spelling"} <= {claim.code for claim in looked.found.matches[0].claims}


def test_nothing_leaves_before_an_officer_confirms(cast, partner, case):
    message = asks_whether(partner)
    inquiry_for(cast.officer, inquiry_before(cast.officer).pk)
    assert sent_answers() == []
    with acting_as(system("test")):
        assert set(Receipt.objects.filter(message=message).values_list("level", flat=True)) == {"accepted"}


def test_the_receipt_is_the_same_whether_she_is_known_or_not(cast, partner, case):
    def said(person):
        message = asks_whether(partner, person)
        with acting_as(system("test")):
            return [(one.level, one.code, len(one.token)) for one in Receipt.objects.filter(message=message)]

    assert said({"names": ["Joko Susilo"], "papers": ["C1234567"]}) == said({"names": ["Xu"], "papers": ["Z9"]})


def test_known_ask_us_says_nothing_of_her(cast, partner, case):
    message = asks_whether(partner)
    answer_known(cast.officer, inquiry_id=inquiry_before(cast.officer).pk, person_id=case.person_id)
    (sent,) = sent_answers()
    assert sent.re == message
    assert set(sent.body) == {"case", "result"}
    assert sent.body["result"] == "known"


def test_known_with_what_may_be_said(cast, partner, case):
    asks_whether(partner)
    chosen = {"parts": ["name.0", "sex"], "remark": "Call the embassy."}
    answer_known(cast.officer, inquiry_id=inquiry_before(cast.officer).pk, person_id=case.person_id, **chosen)
    (sent,) = sent_answers()
    assert sent.body["person"] == {"names": ["Moh. Djoko Soesilo"], "sex": "male"}
    assert sent.body["remark"] == "Call the embassy."


def test_after_known_the_conversation_belongs_to_her_case(cast, partner, case):
    message = asks_whether(partner)
    answer_known(cast.officer, inquiry_id=inquiry_before(cast.officer).pk, person_id=case.person_id)
    (row,), _ = conversations_for(cast.officer, case_id=case.pk)
    assert (row.thread.count, row.thread.first.pk) == (2, message)
    assert row.thread.standing == "settled"
    with acting_as(system("test")):
        assert Receipt.objects.filter(message=message, level="answered").exists()


def test_not_known_leaves_when_everybody_who_was_asked_has_said_so(cast, partner, case):
    asks_whether(partner)
    answer_not_known(cast.desk, inquiry_id=inquiry_before(cast.desk).pk)
    assert sent_answers() == []
    assert [one.state for one in inquiries_for(cast.desk)] == ["waiting"]
    answer_not_known(cast.officer, inquiry_id=inquiry_before(cast.officer).pk)
    (sent,) = sent_answers()
    assert sent.body["result"] == "not_found"
    assert inquiries_for(cast.desk) == ()
    assert [one.verdict for one in inquiries_for(cast.desk, answered=True)] == ["not_known"]


def test_known_overrules_who_does_not_know_her(cast, partner, case):
    asks_whether(partner)
    answer_not_known(cast.desk, inquiry_id=inquiry_before(cast.desk).pk)
    answer_known(cast.officer, inquiry_id=inquiry_before(cast.officer).pk, person_id=case.person_id)
    assert [sent.body["result"] for sent in sent_answers()] == ["known"]
    with pytest.raises(InquiryAnswered):
        answer_not_known(cast.desk, inquiry_id=inquiry_before(cast.desk).pk)


def test_the_desk_alone_answers_for_a_stranger(cast, partner):
    asks_whether(partner)
    answer_not_known(cast.desk, inquiry_id=inquiry_before(cast.desk).pk)
    (sent,) = sent_answers()
    assert sent.officer["author"] != "system"
    with acting_as(cast.desk):
        assert Message.objects.filter(pk=sent.pk).exists()


def test_an_agency_without_a_case_of_hers_opens_one_first(cast, partner):
    person = register_person(cast.officer, draft=JOKO)
    asks_whether(partner)
    inquiry = inquiry_before(cast.officer)
    with pytest.raises(InquiryNeedsCase):
        answer_known(cast.officer, inquiry_id=inquiry.pk, person_id=person.pk)
    open_case(cast.officer, person_id=person.pk)
    answer_known(cast.officer, inquiry_id=inquiry.pk, person_id=person.pk)


def test_nobody_confirms_whom_she_may_not_see_nor_what_another_agency_was_asked(cast, partner, case):
    asks_whether(partner)
    with pytest.raises(NotFound):
        answer_known(cast.desk, inquiry_id=inquiry_before(cast.desk).pk, person_id=case.person_id)
    with pytest.raises(NotFound):
        answer_not_known(cast.colleague, inquiry_id=inquiry_before(cast.officer).pk)
    with pytest.raises(NotAllowed):
        inquiries_for(cast.shelter_worker)


def test_a_question_about_a_case_that_the_partner_holds_stays_a_task_of_the_case(cast, partner, case):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.partner.pk, sections=[Section.WORK, Section.MESSAGES])
    fields = partner.fields(type="locate.request", body={"case": str(case.uid), "question": "Where is he?"})
    from pulang.exchange.inbox.receiving import receive

    receive(partner.peer, [partner.seal(fields)])
    assert inquiry_before(cast.officer) is None


def test_what_cannot_be_searched_still_comes_before_the_desk(cast, partner, case):
    asks_whether(partner, {"sex": "male", "birth_date": "31/02/1998 or so"})
    looked = inquiry_for(cast.desk, inquiry_before(cast.desk).pk)
    assert looked.found.matches == ()


def test_a_partner_that_asks_about_everybody_is_refused(cast, partner, monkeypatch):
    monkeypatch.setattr(messages, "MOST_WAITING", 2)
    ids = [asks_whether(partner, {"names": [f"Slamet {number}"]}) for number in range(3)]
    with acting_as(system("test")):
        assert [Message.objects.get(pk=one).state for one in ids] == ["accepted", "accepted", "refused"]
        assert Message.objects.get(pk=ids[-1]).code == "inquiries_too_many"


def test_looking_and_answering_leave_their_words_in_the_audit(cast, partner, case):
    asks_whether(partner)
    inquiry = inquiry_before(cast.officer)
    inquiry_for(cast.officer, inquiry.pk)
    answer_known(cast.officer, inquiry_id=inquiry.pk, person_id=case.person_id)
    with acting_as(system("test")):
        events = set(Entry.objects.values_list("event", flat=True))
        assert Inquiry.objects.filter(decided_by_id=cast.officer.id).exists()
    assert {"inquiry.read", "inquiry.answered", "person.searched", "message.sent"} <= events
