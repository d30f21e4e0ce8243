"""Pages of messages in a real browser: accessible, at both sizes, and an answer given on a phone."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from pulang.cases.actions import answer, record_consent, send_about
from pulang.exchange.envelope import to_wire
from pulang.exchange.inbox.receiving import receive
from tests.browser import PHONE, assert_accessible, in_each_language, save_picture
from tests.exchange.partner import NODE, asks

pytestmark = pytest.mark.browser
FOUND = {"outcome": "presumed_victim", "act": "established", "means": "indicated", "purpose": "established"}


@pytest.fixture
def talked(committed_cast, partner, case, asked):
    """Conversations in every standing; returns the id of one that is answered."""
    officer, here = committed_cast.officer, {"case_id": case.pk, "to": NODE}
    done = asks(partner, case, question="តើអ្នកស្គាល់គាត់ទេ?")
    answer(
        officer, message_id=done, body={**FOUND, "reasons": "Heard alone for two hours.\nHer passport was taken."}
    )
    send_about(officer, **here, kind="nationality.request", body={"question": "Is she yours?"}, due="danger")
    late = {"class": "danger", "reply_by": to_wire(datetime.now(UTC) - timedelta(hours=5))}
    said = {"question": "Is she Indonesian?", "case": str(case.uid)}
    receive(partner.peer, [partner.note(type="nationality.request", body=said, due=late)])
    receive(partner.peer, [partner.note(to="ncb-elsewhere"), partner.note(type="unheard.of")])
    record_consent(officer, case_id=case.pk, scopes=["share_partner"], given=True, language="id")
    return done


@in_each_language
def test_every_page_is_accessible_at_both_sizes(open_page, committed_cast, case, asked, talked, language, width):
    here = f"/cases/{case.pk}/"
    addresses = {
        "messages": "/messages/",
        "messages-none": f"/messages/?partner={NODE}&after=~1000000000~{case.pk}",
        "message-asked": f"/messages/{asked}/",
        "message-answered": f"/messages/{talked}/",
        "message-share": f"{here}share/",
        "message-ask": f"{here}messages/identification/",
        "message-note": f"{here}messages/note/",
        "message-return": f"{here}messages/return/",
        "message-case": here,
    }
    page = open_page(committed_cast.officer, width=width, language=language)
    for name, address in addresses.items():
        answered = page.goto(address)
        assert answered.status == 200, address
        save_picture(page, f"{name}-{language}-{width}")
        assert_accessible(page)
    page = open_page(committed_cast.administrator, width=width, language=language)
    page.goto("/links/")
    save_picture(page, f"links-{language}-{width}")
    assert_accessible(page)


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_request_is_answered_from_the_queue_on_a_phone(open_page, committed_cast, asked, script):
    page = open_page(committed_cast.officer, width=PHONE, script=script)
    page.goto("/")
    page.get_by_role("link", name="Answer the request to identify").click()
    expect(page.get_by_text("Is she known to you, and is she a victim?")).to_be_visible()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Nothing has been saved")).to_be_visible()
    page.get_by_label("Presumed victim").check()
    page.get_by_label("Act (recruitment").select_option("established")
    page.get_by_label("Means (deceit").select_option("indicated")
    page.get_by_label("Purpose (exploitation)").select_option("established")
    page.get_by_label("Reasons").fill("Heard alone for two hours.")
    if script:
        assert_accessible(page)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("The answer is on its way")).to_be_visible()
    expect(page.get_by_text("Heard alone for two hours.").first).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()


def test_a_case_is_shared_after_a_look_at_what_leaves(open_page, committed_cast, case):
    page = open_page(committed_cast.officer, width=PHONE, script=False)
    page.goto(f"/cases/{case.pk}/")
    page.get_by_role("link", name="Share with a partner").click()
    expect(page.get_by_role("heading", name="This leaves the node")).to_be_visible()
    expect(page.get_by_text("C1234567, Indonesia, Taken from her")).to_be_visible()
    page.get_by_label("Summary").fill("She asks for help by text message.")
    page.get_by_role("button", name="Share the case").click()
    expect(page.get_by_text("She asks for help by text message.")).to_be_visible()
    expect(page.get_by_text("Waiting to leave")).to_be_visible()
