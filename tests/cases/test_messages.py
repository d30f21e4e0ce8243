"""Conversations as the queries give them: whose turn it is, need-to-know, pages, and what sending refuses."""

import pytest

from pulang.access.models import AgencyKind
from pulang.access.permissions import Section
from pulang.cases.actions import add_member, answer, mark_read, open_case, send_about, share_case
from pulang.cases.queries import (
    case_partners_for,
    conversation_for,
    conversations_for,
    count_for_us,
    share_preview_for,
)
from pulang.cases.queries.messages import PAGE
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.partners.knowing import links_for, partners_for
from pulang.lib.errors import Invalid, NotAllowed, NotFound, Problems
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.cast import make_agency
from tests.exchange.partner import NODE, asks, make_partner, partner_of

FOUND = {"outcome": "victim", "act": "established", "means": "indicated", "purpose": "established"}


@pytest.fixture
def partner(cast):
    return partner_of(cast)


@pytest.fixture
def shared(cast, partner):
    person = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah", birth_date="1999"))
    case = open_case(cast.officer, person_id=person.pk)
    share_case(cast.officer, case_id=case.pk, to=NODE)
    return case


def standings(actor):
    return [row.thread.standing.value for row in conversations_for(actor)[0]]


def test_it_is_our_turn_until_we_answer(cast, partner, shared):
    asked = asks(partner, shared)
    assert standings(cast.officer) == ["for_us", "settled"]
    assert count_for_us(cast.officer) == 1
    answer(cast.officer, message_id=asked, body={**FOUND, "reasons": "Heard alone."})
    assert standings(cast.officer) == ["settled", "settled"]
    assert count_for_us(cast.officer) == 0


def test_it_is_the_partners_turn_until_it_answers(cast, partner, shared):
    sent = send_about(
        cast.officer, case_id=shared.pk, to=NODE, kind="nationality.request", body={"question": "Is she yours?"}
    )
    assert [row.thread.last.pk for row in conversations_for(cast.officer, standing="for_partner")[0]] == [sent.pk]
    fields = partner.fields(
        type="nationality.answer",
        thread=str(sent.thread),
        re=str(sent.pk),
        body={"case": str(shared.uid), "result": "verified"},
    )
    receive(partner.peer, [partner.seal(fields)])
    found = conversation_for(cast.officer, sent.pk)
    assert found.thread.standing == "settled"
    assert [message.kind for message in found.messages] == ["nationality.request", "nationality.answer"]
    assert len(found.unread) == 1
    assert mark_read(cast.officer, message_id=found.messages[1].pk) == 1
    assert not conversation_for(cast.officer, sent.pk).unread


def test_a_deadline_on_what_takes_no_answer_binds_nobody(cast, partner, shared):
    due = {"class": "danger", "reply_by": "2026-01-01T00:00:00Z"}
    fields = partner.fields(body={"text": "Answer me!", "case": str(shared.uid)}, due=due)
    receive(partner.peer, [partner.seal(fields)])
    assert count_for_us(cast.officer) == 0


def test_without_the_section_messages_nothing_is_there(cast, partner, shared):
    asked = asks(partner, shared)
    add_member(cast.officer, case_id=shared.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    assert conversations_for(cast.colleague)[0] == ()
    assert conversations_for(cast.colleague, case_id=shared.pk)[0] == ()
    assert count_for_us(cast.colleague) == 0
    for act in (
        lambda: conversation_for(cast.colleague, asked),
        lambda: answer(cast.colleague, message_id=asked, body={**FOUND, "reasons": "x"}),
        lambda: mark_read(cast.colleague, message_id=asked),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_case_that_is_not_hers_has_no_messages_to_ask_for(cast, shared):
    for look in (
        lambda: conversations_for(cast.colleague, case_id=shared.pk),
        lambda: case_partners_for(cast.colleague, shared.pk),
        lambda: share_preview_for(cast.colleague, shared.pk),
    ):
        with pytest.raises(NotFound):
            look()


def test_a_long_list_is_read_on_without_gap_or_double(cast, partner, shared):
    for number in range(PAGE + 3):
        send_about(cast.officer, case_id=shared.pk, to=NODE, kind="note", body={"text": f"note {number}"})
    first, more = conversations_for(cast.officer)
    second, end = conversations_for(cast.officer, after=more)
    assert (len(first), len(second), end) == (PAGE, 4, "")
    assert len({row.thread.last.pk for row in (*first, *second)}) == PAGE + 4


def test_a_thread_of_another_partner_under_the_same_number_stays_apart(cast, partner, shared):
    asked = asks(partner, shared)
    add_member(cast.officer, case_id=shared.pk, agency_id=cast.desk.agency_id, sections=[Section.MESSAGES])
    thread = conversation_for(cast.desk, asked).thread.last.thread
    other = make_partner(cast, node="ncb-vientiane", agency=make_agency("ncb-vientiane", AgencyKind.PEER, "LAO"))
    receive(other.peer, [other.note(thread=str(thread))])
    assert [message.pk for message in conversation_for(cast.desk, asked).messages] == [asked]
    assert len(conversations_for(cast.desk, node="ncb-vientiane")[0]) == 1


def test_the_preview_is_what_is_sent(cast, shared):
    preview = share_preview_for(cast.officer, shared.pk)
    sent = share_case(cast.officer, case_id=shared.pk, to=NODE)
    assert sent.body == preview.body
    assert preview.consent is None


def test_sharing_twice_with_one_key_sends_once(cast, shared):
    one, two = (share_case(cast.officer, case_id=shared.pk, to=NODE, once="k") for _ in range(2))
    assert one.pk == two.pk


def test_partners_say_which_kinds_they_may_get(cast, partner):
    (one,) = partners_for(cast.officer)
    assert one.allows("note", "case.share")
    partner.agreement.terms["purposes"] = ["something else"]
    partner.agreement.save()
    (one,) = partners_for(cast.officer)
    assert not one.allows("note")


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        ("note", {"text": " \n "}, Invalid),
        ("note", {"text": "half of a letter \ud800"}, Invalid),
        ("identification.request", {}, Invalid),
    ],
)
def test_what_the_partner_could_not_take_is_refused_here(cast, shared, kind, body, error):
    with pytest.raises(error):
        send_about(cast.officer, case_id=shared.pk, to=NODE, kind=kind, body=body)


@pytest.mark.parametrize("change", [{"reasons": ""}, {"act": "not_required"}, {"outcome": ""}])
def test_an_answer_that_the_partner_would_refuse_is_not_sent(cast, partner, shared, change):
    asked = asks(partner, shared)
    with pytest.raises((Invalid, Problems)):
        answer(cast.officer, message_id=asked, body={**FOUND, "reasons": "Heard.", **change})
    assert len(conversation_for(cast.officer, asked).messages) == 1


def test_control_characters_never_leave(cast, shared):
    sent = send_about(cast.officer, case_id=shared.pk, to=NODE, kind="note", body={"text": "a\0b\u202e"})
    assert sent.body["text"] == "ab"


def test_links_are_for_those_who_run_and_oversee_the_node(cast, partner):
    (link,) = links_for(cast.administrator)
    assert link.agreements[0].runs
    assert link.status.quarantined == {}
    with pytest.raises(NotAllowed):
        links_for(cast.officer)
