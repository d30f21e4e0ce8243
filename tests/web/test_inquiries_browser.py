"""Pages of inquiries in a real browser: accessible, at both sizes; answered on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser import LAPTOP, PHONE, assert_accessible, save_picture
from tests.matching.inquiries.conftest import asks_whether, inquiry_before
from tests.matching.inquiries.conftest import case as _case
from tests.matching.inquiries.conftest import partner as _partner

pytestmark = pytest.mark.browser
case, partner = _case, _partner


@pytest.fixture
def cast(committed_cast):
    return committed_cast


@pytest.mark.parametrize(("language", "width"), [("km", PHONE), ("id", PHONE), ("en", LAPTOP)])
def test_every_page_is_accessible(open_page, cast, partner, case, language, width):
    asks_whether(partner)
    inquiry = f"/inquiries/{inquiry_before(cast.officer).pk}/"
    page = open_page(cast.officer, width=width, language=language)
    addresses = {
        "ask": f"/cases/{case.pk}/ask/",
        "list": "/inquiries/",
        "one": inquiry,
        "known": f"{inquiry}known/{case.person_id}/",
    }
    for name, address in addresses.items():
        page.goto(address)
        save_picture(page, f"inquiries-{name}-{language}-{width}")
        assert_accessible(page)


def test_a_question_is_answered_on_a_phone(open_page, cast, partner, case):
    asks_whether(partner)
    page = open_page(cast.officer, width=PHONE)
    page.goto("/inquiries/")
    page.locator(".queue-row", has_text="JOKO SUSILO MUHAMMAD").locator(".queue-action a").click()
    page.get_by_role("link", name="Same person").click()
    page.get_by_label("Name: Moh. Djoko Soesilo").check()
    page.get_by_role("button", name="Show what would leave").click()
    assert_accessible(page)
    expect(page.locator("#leaves")).to_contain_text("Moh. Djoko Soesilo")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("The answer is on its way")).to_be_visible()
