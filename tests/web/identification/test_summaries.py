"""The pages of summaries: what can be sent, why not, and what came, read-only; accessible at both sizes."""

import pytest

from pulang.cases.actions import share_case
from pulang.db.context import acting_as
from pulang.identification.actions import read_consent, save_answer, start_interview
from pulang.identification.summaries.queries import summaries_for
from tests.browser import assert_accessible, in_each_language, save_picture
from tests.exchange.partner import NODE, asks, partner_of
from tests.identification.conftest import make_case
from tests.identification.summaries.test_summaries import TOLD


@pytest.fixture
def interview(committed_cast):
    """Answered; the script was not read yet."""
    case = make_case(committed_cast.officer)
    made = start_interview(committed_cast.officer, case_id=case.pk, language="id")
    save_answer(committed_cast.officer, interview_id=made.pk, item="ill", answer="yes", quotation="a fever")
    return made


def share(cast, interview):
    partner_of(cast)
    share_case(cast.officer, case_id=interview.case_id, to=NODE)
    with acting_as(cast.officer):
        interview.case.refresh_from_db()
    return interview.case


def allow(cast, interview):
    read_consent(cast.officer, interview_id=interview.pk, given=True, share_partner=True)


def test_the_page_says_what_is_missing_before_it_can_be_sent(officer, committed_cast, interview):
    here = f"/interviews/{interview.pk}/send/"
    assert f"/interviews/{interview.pk}/consent/" in officer.get(here).content.decode()
    allow(committed_cast, interview)
    assert f"/cases/{interview.case_id}/share/" in officer.get(here).content.decode()
    share(committed_cast, interview)
    page = officer.get(here).content.decode()
    assert 'name="sections" value="safety"' in page
    sent = officer.post(
        here, {"to": NODE, "sections": ["safety"], "quotations": "on", "lang": "en", "remark": "Ill."}
    )
    assert sent.status_code == 302
    (found,) = summaries_for(committed_cast.officer, interview.case_id)
    page = officer.get(sent["Location"]).content.decode()
    assert sent["Location"] == f"/summaries/{found.id}/"
    assert "a fever" in page
    assert "Ill." in page


def test_what_came_is_read_before_she_is_asked_again(officer, committed_cast, interview):
    case = share(committed_cast, interview)
    message = asks(partner_of(committed_cast), case, "interview.summary", **TOLD)
    page = officer.get(f"/summaries/{message}/").content.decode()
    assert TOLD["answers"][0]["quotation"] in page
    assert "H2" in page
    for address in (f"/cases/{case.pk}/", f"/cases/{case.pk}/interviews/start/"):
        assert f"/summaries/{message}/" in officer.get(address).content.decode(), address
    assert TOLD["answers"][0]["quotation"] not in officer.get(f"/messages/{message}/").content.decode()
    assert officer.post(f"/summaries/{message}/").status_code == 405


@pytest.mark.browser
@in_each_language
def test_the_pages_fit_and_are_accessible(open_page, committed_cast, interview, language, width):
    case = share(committed_cast, interview)
    page = open_page(committed_cast.officer, width=width, language=language)
    message = asks(partner_of(committed_cast), case, "interview.summary", remark="She is tired.", **TOLD)
    places = {"send-not-allowed": f"/interviews/{interview.pk}/send/", "summary": f"/summaries/{message}/"}
    for name, address in places.items():
        page.goto(address)
        save_picture(page, f"{name}-{language}-{width}")
        assert_accessible(page)
    allow(committed_cast, interview)
    page.goto(f"/interviews/{interview.pk}/send/")
    save_picture(page, f"send-{language}-{width}")
    assert_accessible(page)
