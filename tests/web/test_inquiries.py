"""Asking a partner, and being asked, by the pages."""

import pytest

from pulang.db.context import acting_as
from pulang.exchange.models import Message
from pulang.lib.actor import system
from tests.matching.inquiries.conftest import asks_whether, inquiry_before
from tests.matching.inquiries.conftest import case as _case
from tests.matching.inquiries.conftest import partner as _partner
from tests.web.world import sign_in

case, partner = _case, _partner
ASKED = {"to": "ncb-phnom-penh", "question": "Is he with you?", "due": "urgent", "lang": "id"}


@pytest.fixture
def cast(committed_cast):
    return committed_cast


@pytest.fixture
def officer(cast):
    return sign_in(cast.officer)


def text(response) -> str:
    return response.content.decode()


def seen_of(response) -> str:
    return response.context["form"]["seen"].value()


def messages_of(kind: str) -> list[Message]:
    with acting_as(system("test")):
        return list(Message.objects.filter(kind=kind))


def test_what_would_leave_is_shown_before_it_leaves(officer, partner, case):
    here, given = f"/cases/{case.pk}/ask/", {**ASKED, "parts": ["name.0", "paper.0"]}
    assert "Show what would leave" in text(officer.get(here))
    shown = officer.post(here, given)
    assert "This leaves the node" in text(shown)
    assert messages_of("locate.request") == []
    sent = officer.post(here, {**given, "seen": seen_of(shown), "send": "1"})
    assert sent.status_code == 302
    (message,) = messages_of("locate.request")
    assert message.body["person"] == {"names": ["Moh. Djoko Soesilo"], "papers": ["C1234567"]}
    assert "C1234567" in text(officer.get(sent.url))


def test_nothing_leaves_that_was_not_shown(officer, partner, case):
    here = f"/cases/{case.pk}/ask/"
    shown = officer.post(here, {**ASKED, "parts": ["name.0"]})
    more = {**ASKED, "parts": ["name.0", "phone.0"], "seen": seen_of(shown), "send": "1"}
    assert "+62" in text(officer.post(here, more))
    assert messages_of("locate.request") == []


def test_something_must_be_ticked(officer, partner, case):
    assert officer.post(f"/cases/{case.pk}/ask/", ASKED).status_code == 422


def test_the_case_offers_it(officer, partner, case):
    assert f"/cases/{case.pk}/ask/" in text(officer.get(f"/cases/{case.pk}/"))


def test_a_question_is_answered_with_what_may_be_said(cast, officer, partner, case):
    message = asks_whether(partner)
    inquiry = inquiry_before(cast.officer)
    assert "JOKO SUSILO MUHAMMAD" in text(officer.get("/inquiries/"))
    page = text(officer.get(f"/inquiries/{inquiry.pk}/"))
    known = f"/inquiries/{inquiry.pk}/known/{case.person_id}/"
    assert known in page
    assert "Same paper number" in page
    given = {"parts": ["name.0"], "remark": "Call us.", "lang": "en"}
    shown = officer.post(known, given)
    assert "This leaves the node" in text(shown)
    assert messages_of("locate.answer") == []
    sent = officer.post(known, {**given, "seen": seen_of(shown), "send": "1"})
    assert sent.url == f"/messages/{message}/"
    conversation = text(officer.get(sent.url))
    assert "Known here" in conversation
    assert "Moh. Djoko Soesilo" in conversation
    assert "This was answered." in text(officer.get(f"/inquiries/{inquiry.pk}/"))


def test_known_ask_us_shows_that_nothing_of_her_leaves(cast, officer, partner, case):
    asks_whether(partner)
    known = f"/inquiries/{inquiry_before(cast.officer).pk}/known/{case.person_id}/"
    shown = officer.post(known, {"lang": "en"})
    assert "That the person is known, whom to ask, and nothing else." in text(shown)
    officer.post(known, {"lang": "en", "seen": seen_of(shown), "send": "1"})
    assert set(messages_of("locate.answer")[0].body) == {"case", "result"}


def test_not_known_waits_for_the_others(cast, officer, partner, case):
    message = asks_whether(partner)
    desk = sign_in(cast.desk)
    assert "See who this may be" in text(desk.get(f"/messages/{message}/"))
    at_desk = f"/inquiries/{inquiry_before(cast.desk).pk}/"
    assert "Nobody whom you may see fits" in text(desk.get(at_desk))
    assert desk.post(f"{at_desk}not-known/").url == "/inquiries/"
    assert "others who were asked" in text(desk.get(at_desk))
    officer.post(f"/inquiries/{inquiry_before(cast.officer).pk}/not-known/")
    assert messages_of("locate.answer")[0].body["result"] == "not_found"
    assert "This was answered." in text(desk.get(at_desk))
    assert "JOKO" in text(desk.get("/inquiries/?answered=yes"))
