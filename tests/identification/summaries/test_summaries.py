"""A summary of an interview goes to the partner with her consent; one that comes is for readers of interviews."""

import pytest
from django.utils import timezone

from pulang.access.permissions import Section
from pulang.cases.actions import add_member, record_consent, send_about, share_case, withdraw_consent
from pulang.cases.errors import NotShared
from pulang.cases.models import Task
from pulang.cases.queries import case_page_for, conversation_for
from pulang.db.context import acting_as
from pulang.exchange.errors import BodyRefused
from pulang.identification.actions import read_consent, save_answer, start_interview
from pulang.identification.errors import ConsentRefused
from pulang.identification.summaries.actions import send_summary
from pulang.identification.summaries.errors import NothingToSend, SharingRefused
from pulang.identification.summaries.queries import shared_summary_for, summaries_for
from pulang.lib.errors import Invalid, NotAllowed, NotFound
from tests.exchange.partner import NODE, asks, partner_of
from tests.identification.conftest import make_case

TOLD = {
    "interview": "01a20e07-b081-7e56-81af-4dbb2e092b5c",
    "bank": "1.0",
    "language": "km",
    "officer": "Sok, Anti-Trafficking Police",
    "started": "2026-11-01",
    "risks": ["illness"],
    "answers": [
        {"item": "ill", "answer": "yes", "evidence": ["seen"], "quotation": "ក្តៅខ្លួន"},
        {"item": "of_a_later_bank", "answer": "no"},
    ],
    "left_out": ["harm"],
}


@pytest.fixture
def case(cast):
    """Shared with the partner."""
    found = make_case(cast.officer)
    partner_of(cast)
    share_case(cast.officer, case_id=found.pk, to=NODE)
    with acting_as(cast.officer):
        found.refresh_from_db()
    return found


@pytest.fixture
def interview(cast, case):
    """Answered in two sections; she allows it and that the partner gets it."""
    made = start_interview(cast.officer, case_id=case.pk, language="id", interpreter="Ani")
    read_consent(cast.officer, interview_id=made.pk, given=True, share_partner=True)
    for item, words in (("ill", "a fever"), ("violence", "with a cable")):
        said = {"answer": "yes", "evidence": ["said"], "quotation": words}
        save_answer(cast.officer, interview_id=made.pk, item=item, **said)
    save_answer(cast.officer, interview_id=made.pk, item="papers_held", answer="not_asked")
    return made


def send(cast, interview, **more):
    return send_summary(cast.officer, interview_id=interview.pk, to=NODE, **more)


def test_what_was_answered_goes_and_what_nobody_asked_does_not(cast, case, interview):
    sent = send(cast, interview, remark="She is tired.")
    assert sent.body["case"] == str(case.uid)
    assert [each["item"] for each in sent.body["answers"]] == ["ill", "violence"]
    assert sent.body["answers"][1]["quotation"] == "with a cable"
    assert sent.body["interpreter"] is True
    assert "Ani" not in str(sent.body)
    assert sent.obj["op"] == "create"  # so that it can be taken back
    (found,) = summaries_for(cast.officer, case.pk)
    assert (found.outgoing, found.count, found.remark) == (True, 2, "She is tired.")
    assert found.handling["onward"] is False


def test_sections_and_her_own_words_can_stay(cast, interview):
    sent = send(cast, interview, sections=["safety"], quotations=False)
    assert sent.body["answers"] == [{"item": "ill", "answer": "yes", "evidence": ["said"]}]
    assert sent.body["left_out"] == ["harm"]
    with pytest.raises(Invalid):
        send(cast, interview, sections=["money"])
    with pytest.raises(NothingToSend):
        send(cast, interview, sections=[])


def test_the_same_order_twice_sends_once(cast, case, interview):
    assert send(cast, interview, once="a").pk == send(cast, interview, once="a").pk
    assert len(summaries_for(cast.officer, case.pk)) == 1


def test_without_her_consent_nothing_leaves(cast, case, interview):
    again = {"case_id": case.pk, "scopes": ["share_partner"], "language": "id"}
    yes = record_consent(cast.officer, given=True, until=timezone.localdate(), **again)
    assert send(cast, interview)
    withdraw_consent(cast.officer, case_id=case.pk, consent_id=yes.pk)
    with pytest.raises(SharingRefused):
        send(cast, interview)
    record_consent(cast.officer, given=False, **again)
    with pytest.raises(SharingRefused):
        send(cast, interview)
    record_consent(cast.officer, given=True, **again)
    read_consent(cast.officer, interview_id=interview.pk, given=False)
    with pytest.raises(ConsentRefused):
        send(cast, interview)


def test_nobody_was_asked_is_no_consent(cast, case):
    made = start_interview(cast.officer, case_id=case.pk, language="id")
    read_consent(cast.officer, interview_id=made.pk, given=True)
    save_answer(cast.officer, interview_id=made.pk, item="ill", answer="yes")
    with pytest.raises(SharingRefused):
        send(cast, made)


def test_it_goes_only_to_a_partner_that_holds_the_case(cast):
    partner_of(cast)
    case = make_case(cast.officer)
    made = start_interview(cast.officer, case_id=case.pk, language="id")
    read_consent(cast.officer, interview_id=made.pk, given=True, share_partner=True)
    save_answer(cast.officer, interview_id=made.pk, item="ill", answer="yes")
    with pytest.raises(NotShared):
        send(cast, made)


def test_what_comes_stands_with_the_case_for_readers_of_interviews_alone(cast, case):
    message = asks(partner_of(cast), case, "interview.summary", **TOLD)
    found = shared_summary_for(cast.officer, message)
    assert (found.outgoing, found.officer, found.risks) == (False, TOLD["officer"], ("illness",))
    known, strange = found.parts
    assert known.answers[0].quotation == "ក្តៅខ្លួន"
    assert known.part.id == "safety"
    assert (strange.part, strange.answers[0].code) == (None, "of_a_later_bank")
    assert [each.id for each in found.left_out] == ["harm"]
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.MESSAGES])
    assert conversation_for(cast.colleague, message).messages
    with pytest.raises(NotFound):
        shared_summary_for(cast.colleague, message)
    with pytest.raises(NotFound):
        summaries_for(cast.colleague, case.pk)
    with pytest.raises(NotAllowed):
        shared_summary_for(cast.desk, message)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.INTERVIEW])
    assert shared_summary_for(cast.colleague, message).count == 2


def test_somebody_is_told_to_read_it_before_she_is_asked_again(cast, case):
    asks(partner_of(cast), case, "interview.summary", **TOLD)
    with acting_as(cast.officer):
        assert Task.objects.filter(case=case, code="read_summary", done_at=None).exists()
    assert "message.received" in [entry.kind for entry in case_page_for(cast.officer, case.pk).timeline]


def test_what_is_no_summary_is_refused(cast, case):
    message = asks(partner_of(cast), case, "interview.summary", **{**TOLD, "answers": []})
    with pytest.raises(NotFound):
        shared_summary_for(cast.officer, message)
    assert summaries_for(cast.officer, case.pk) == ()


def test_a_body_that_is_too_long_says_so_before_anything_leaves(cast, case, interview):
    answers = [{"item": "ill", "answer": "yes", "quotation": "x" * 4000}] * 150
    with pytest.raises(BodyRefused):
        send_about(
            cast.officer, case_id=case.pk, to=NODE, kind="interview.summary", body={**TOLD, "answers": answers}
        )
