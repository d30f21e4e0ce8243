"""Messages that are a form, by their pages: written, answered, approved."""

import pytest

from pulang.cases.rules.kinds import forms_of_kinds
from pulang.exchange.inbox.receiving import receive
from tests.cast import make_actor
from tests.exchange.partner import asks
from tests.web.world import sign_in

TO = {"to": "ncb-phnom-penh", "lang": "en"}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def officer(committed_cast):
    return sign_in(committed_cast.officer)


WRITTEN = [kind.split(".")[0] for kind, form in forms_of_kinds().items() if not form.answers]


@pytest.mark.parametrize("slug", WRITTEN)
def test_every_kind_has_its_page(officer, case, slug):
    assert officer.get(f"/cases/{case.pk}/messages/{slug}/").status_code == 200


def test_what_a_notice_lacks_stands_at_its_fields(officer, case):
    answer = officer.post(f"/cases/{case.pk}/messages/notice/", {**TO, "colour": "yellow"})
    assert answer.status_code == 422
    assert text(answer).count("A yellow notice needs this.") >= 7


def test_a_question_is_sent_and_shown_in_words(officer, case):
    given = {**TO, "question": "Where is she?", "last_place": "Bavet", "last_contact": "2026-01-02"}
    answer = officer.post(f"/cases/{case.pk}/messages/locate/", given)
    page = text(officer.get(answer.url))
    for shown in ("Ask to find her", "Where is she?", "Bavet", "Last contact"):
        assert shown in page


def test_a_question_of_the_partner_is_answered_by_its_form(officer, partner, case):
    asked = asks(partner, case, "protection.request", question="She is threatened.", measure="shelter")
    assert "A safe place" in text(officer.get(f"/messages/{asked}/"))
    given = {"result": "under_way", "remark": "A place is sought.", "lang": "id"}
    assert officer.post(f"/messages/{asked}/answer/", given).status_code == 302
    assert "It is under way" in text(officer.get(f"/messages/{asked}/"))


def test_a_diffusion_goes_through_two_pairs_of_hands(officer, committed_cast, case):
    answer = officer.post(f"/cases/{case.pk}/messages/diffusion/", {**TO, "aim": "warn", "text": "Beware."})
    assert answer.url.startswith("/drafts/")
    assert "You wrote this" in text(officer.post(answer.url, {"approve": "yes"}))
    second = sign_in(make_actor("second", committed_cast.embassy, "protection"))
    assert "Beware." in text(second.get(answer.url))
    sent = second.post(answer.url, {"approve": "yes"})
    assert sent.url.startswith("/messages/")
    assert "Waiting to leave" in text(second.get(sent.url))


@pytest.mark.parametrize(
    ("by", "label"), [("machine", "Machine translation, Khmer"), ("human", "by a person, Khmer")]
)
def test_a_translation_says_who_made_it_and_goes_with_what_it_translates(officer, partner, case, by, label):
    given = {**TO, "text": "She is safe.", "translation": "នាងមានសុវត្ថិភាព។"}
    given |= {"translation_lang": "km", "translation_by": by}
    answer = officer.post(f"/cases/{case.pk}/messages/note/", given)
    page = text(officer.get(answer.url))
    assert label in page
    assert "នាងមានសុវត្ថិភាព។" in page
    told = partner.fields(translations=[{"lang": "en", "by": by, "text": "In English."}], lang="km")
    told["body"] = {"text": "ជាភាសាខ្មែរ", "case": str(case.uid)}
    receive(partner.peer, [partner.seal(told)])
    assert "In English." in text(officer.get(f"/messages/{told['id']}/"))


def test_a_note_without_translation_leaves_without_one(officer, case):
    answer = officer.post(f"/cases/{case.pk}/messages/note/", {**TO, "text": "She is safe."})
    assert "ranslat" not in text(officer.get(answer.url))
