"""Pages of messages by plain requests: what they show, what they refuse, one effect for one form."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pulang.access.permissions import Section
from pulang.cases.actions import add_member, close_case, make_decision, open_case
from pulang.cases.queries import case_page_for, conversation_for, conversations_for
from pulang.exchange.inbox.receiving import receive
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import begin_way_home, complete_step
from pulang.repatriation.queries import way_home_for
from tests.exchange.partner import asks
from tests.web.world import sign_in

DAY = (timezone.localdate() + timedelta(days=5)).isoformat()
FOUND = {"outcome": "victim", "act": "established", "means": "indicated", "purpose": "established"}
ANSWER = {**FOUND, "reasons": "Heard alone for two hours.", "lang": "en", "once": "a1"}


def text(response) -> str:
    return response.content.decode()


def test_the_list_says_with_whom_about_whom_and_whose_turn_it_is(officer, case, asked):
    page = text(officer.get("/messages/"))
    assert "Ncb Phnom Penh" in page
    assert case.number in page
    assert "Needs our answer" in page
    assert "Waiting to leave" in page
    waiting = text(officer.get("/messages/?standing=for_us"))
    assert "Request to identify" in waiting
    assert "Case shared" not in waiting
    assert "No message here" in text(officer.get("/messages/?standing=for_partner"))


def test_the_navigation_counts_what_waits_for_us(officer, case, asked):
    assert '<span class="count">1</span>' in text(officer.get("/cases/"))
    officer.post(f"/messages/{asked}/answer/", ANSWER)
    assert '<span class="count">' not in text(officer.get("/cases/"))


def test_without_partner_or_message_the_list_says_what_to_do(officer, committed_cast):
    assert "No partner is paired" in text(officer.get("/messages/"))


def test_a_conversation_shows_labelled_fields_and_never_raw_json(officer, case):
    (row,) = conversations_for_officer(officer)
    page = text(officer.get(row))
    for shown in ("Siti Aminah", "C1234567, Indonesia, Taken from her", "Held in Bavet.", "Written in: English"):
        assert shown in page
    for raw in ("other_names", "{'", "{&#x27;", "&quot;person"):
        assert raw not in page


def conversations_for_officer(client) -> list[str]:
    return [row["url"] for row in client.get("/messages/").context["rows"]]


def test_answering_ends_the_task_and_tells_the_partner_once(officer, committed_cast, case, asked):
    queue = text(officer.get("/"))
    assert f"/messages/{asked}/" in queue
    for _ in range(2):
        assert officer.post(f"/messages/{asked}/answer/", ANSWER).status_code == 302
    found = conversation_for(committed_cast.officer, asked)
    assert [message.kind for message in found.messages] == ["identification.request", "identification.answer"]
    assert found.messages[1].body["officer"] == committed_cast.officer.name
    assert not [task for task in case_page_for(committed_cast.officer, case.pk).tasks if not task.done_at]
    page = text(officer.get(f"/messages/{asked}/"))
    assert "Victim of trafficking" in page
    assert "A further answer" in page


def test_an_incomplete_answer_keeps_what_was_typed_and_sends_nothing(officer, committed_cast, asked):
    answer = officer.post(f"/messages/{asked}/answer/", {**ANSWER, "outcome": "", "reasons": "Heard <b>alone</b>."})
    assert answer.status_code == 422
    assert "Heard &lt;b&gt;alone&lt;/b&gt;." in text(answer)
    assert "Nothing has been saved" in text(answer)
    assert len(conversation_for(committed_cast.officer, asked).messages) == 1


def test_what_the_agency_decided_already_is_in_the_answer(officer, committed_cast, case, asked):
    make_decision(committed_cast.officer, case_id=case.pk, **FOUND, reasons="Passport taken at the gate.")
    assert "Passport taken at the gate." in text(officer.get(f"/messages/{asked}/"))


@pytest.mark.parametrize(
    ("kind", "body", "answer", "said"),
    [
        ("nationality.request", {}, {"result": "verified", "reference": "B/17"}, "She is our national"),
        ("return.notice", {"flight": "QZ475", "date": "2026-02-08"}, {"result": "received"}, "was received"),
    ],
)
def test_every_question_has_its_answer(officer, partner, case, kind, body, answer, said):
    question = asks(partner, case, kind, **body)
    assert officer.post(f"/messages/{question}/answer/", {**answer, "lang": "id"}).status_code == 302
    page = text(officer.get(f"/messages/{question}/"))
    assert said in page
    assert "Answers: " in page


def test_what_wants_to_be_read_is_done_by_one_button(officer, committed_cast, partner, case):
    answer = asks(partner, case, "nationality.answer", result="more_needed", remark="Send her photo.")
    assert "I have read it" in text(officer.get(f"/messages/{answer}/"))
    assert officer.post(f"/messages/{answer}/read/").status_code == 302
    assert "I have read it" not in text(officer.get(f"/messages/{answer}/"))
    assert not [task for task in case_page_for(committed_cast.officer, case.pk).tasks if not task.done_at]


def test_a_question_is_not_done_by_reading(officer, committed_cast, case, asked):
    officer.post(f"/messages/{asked}/read/")
    assert [task.code for task in case_page_for(committed_cast.officer, case.pk).tasks if not task.done_at]


def test_to_those_without_the_section_nothing_is_there(colleague, committed_cast, case, asked):
    add_member(
        committed_cast.officer, case_id=case.pk, agency_id=committed_cast.police.pk, sections=[Section.FILES]
    )
    assert colleague.get(f"/cases/{case.pk}/").status_code == 200
    assert 'id="messages"' not in text(colleague.get(f"/cases/{case.pk}/"))
    assert colleague.get(f"/messages/{asked}/").status_code == 404
    assert colleague.post(f"/messages/{asked}/answer/", ANSWER).status_code == 404
    assert colleague.post(f"/messages/{asked}/read/").status_code == 404
    assert conversations_for(committed_cast.colleague)[0] == ()


def test_the_share_page_shows_exactly_what_leaves(officer, case):
    page = text(officer.get(f"/cases/{case.pk}/share/"))
    for shown in (
        "This leaves the node",
        "Siti Aminah",
        "C1234567",
        "1999",
        "Nobody has recorded whether she allows",
    ):
        assert shown in page
    assert "holds the case already" in page


def test_a_question_is_sent_with_its_deadline(officer, committed_cast, case):
    form = officer.get(f"/cases/{case.pk}/messages/identification/")
    assert "Danger to life: " in text(form)
    sent = {"to": "ncb-phnom-penh", "question": "Is she known?", "due": "danger", "lang": "en", "once": "q"}
    answers = [officer.post(f"/cases/{case.pk}/messages/identification/", sent) for _ in range(2)]
    assert answers[0].url == answers[1].url
    (row, *_) = conversations_for(committed_cast.officer, standing="for_partner")[0]
    assert 7.9 < (row.thread.asked.reply_by - timezone.now()).total_seconds() / 3600 <= 8
    assert "Is she known?" in text(officer.get(answers[0].url))


def test_a_note_of_spaces_is_refused_at_its_field(officer, case):
    answer = officer.post(f"/cases/{case.pk}/messages/note/", {"to": "ncb-phnom-penh", "text": "  ", "lang": "en"})
    assert answer.status_code == 422


def test_without_agreement_the_page_says_so(officer, partner, case):
    partner.agreement.ended_at = timezone.now()
    partner.agreement.save()
    for address in ("share", "messages/note"):
        assert "No agreement with a partner allows this" in text(officer.get(f"/cases/{case.pk}/{address}/"))


def test_a_case_that_no_partner_holds_is_shared_first(officer, committed_cast, partner):
    person = register_person(committed_cast.officer, draft=PersonDraft(name="Rina"))
    alone = open_case(committed_cast.officer, person_id=person.pk)
    assert "Share it first" in text(officer.get(f"/cases/{alone.pk}/messages/note/"))


def test_a_closed_case_takes_no_message(officer, committed_cast, case, asked):
    close_case(committed_cast.officer, case_id=case.pk, outcome="home", reason="settled")
    assert "Your answer" not in text(officer.get(f"/messages/{asked}/"))
    assert officer.post(f"/messages/{asked}/answer/", ANSWER).status_code == 422


def test_a_return_is_announced_only_once_the_ticket_is_there(officer, case):
    assert "Announce her return" not in text(officer.get(f"/cases/{case.pk}/"))
    sent = {"to": "ncb-phnom-penh", "flight": "QZ475", "day": "2099-02-08", "lang": "en"}
    answer = officer.post(f"/cases/{case.pk}/messages/return/", sent)
    assert answer.status_code == 422
    assert "once the ticket is there" in text(answer)


def test_the_case_page_has_its_messages(officer, case, asked):
    page = text(officer.get(f"/cases/{case.pk}/"))
    assert "Messages with partners" in page
    assert f"/messages/{asked}/" in page
    assert "Message received: Request to identify" in page


def test_the_links_page_is_for_administration_and_oversight(officer, committed_cast, partner, case):
    partner.peer.refresh_from_db()
    for actor in (committed_cast.administrator, committed_cast.data_protection):
        page = text(sign_in(actor).get("/links/"))
        assert "Ncb Phnom Penh" in page
        assert "In force" in page
        assert "Siti" not in page
    assert officer.get("/links/").status_code == 404


def test_what_was_not_taken_stands_on_the_links_page_in_words(committed_cast, partner):
    receive(partner.peer, [partner.note(to="ncb-elsewhere")])
    page = text(sign_in(committed_cast.administrator).get("/links/"))
    assert "It was meant for another node." in page


@pytest.mark.parametrize("query", ["?standing=x&partner=y&after=z", "?after=a~b~c", "?partner=" + "9" * 4000])
def test_an_address_that_somebody_altered_shows_a_page(officer, query):
    assert officer.get("/messages/" + query).status_code == 200


def test_a_return_is_announced_with_what_the_ticket_says(officer, committed_cast, case):
    way = [
        *(("exit", "escaped", {}), ("report", "walk_in", {}), ("registration", "verified", {"basis": "passport"})),
        ("splp", "issued", {"number": "XE 123456", "expires_on": "2028-01-01"}),
        ("ticket", "self_paid", {"flight": "QZ475", "travel_date": DAY}),
    ]
    begin_way_home(committed_cast.officer, case_id=case.pk)
    for code, result, data in way:
        version = way_home_for(committed_cast.officer, case.pk).step(code).version
        complete_step(committed_cast.officer, case_id=case.pk, code=code, version=version, result=result, data=data)
    assert "Announce her return" in text(officer.get(f"/cases/{case.pk}/"))
    form = text(officer.get(f"/cases/{case.pk}/messages/return/"))
    assert "QZ475" in form
    assert DAY in form
    sent = {"to": "ncb-phnom-penh", "flight": "QZ475", "day": DAY, "needs": "A doctor.", "lang": "en"}
    answer = officer.post(f"/cases/{case.pk}/messages/return/", sent)
    page = text(officer.get(answer.url))
    assert "A doctor." in page
    assert "Notice of a return" in page
