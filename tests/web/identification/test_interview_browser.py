"""An interview in a real browser: on a phone, in Khmer, by keyboard alone; in both sizes; without scripts."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from pulang.cases.queries import case_page_for
from pulang.identification.actions import assess, save_answer
from pulang.identification.answers import Answer
from pulang.identification.queries import assessments_for, interview_summary_for, interviews_for
from pulang.identification.questions import load_questions
from tests.browser import PHONE, assert_accessible, in_each_language, save_picture

pytestmark = pytest.mark.browser
BANK = load_questions()


def focus_by_tab(page, wanted):
    """Press Tab until the element that the selector names has the focus."""
    for _ in range(400):
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached by Tab on {page.url}")


def press(page, wanted):
    focus_by_tab(page, wanted)
    page.keyboard.press("Enter")


def tap(page, item, answer):
    """Answer by keyboard, and wait until it is saved."""
    press(page, f"#{item}-{answer}")
    expect(page.locator(f"#{item}-{answer}")).to_have_attribute("aria-pressed", "true")


def test_a_whole_interview_on_a_phone_in_khmer_by_keyboard(open_page, committed_cast, case):
    officer = committed_cast.officer
    page = open_page(officer, width=PHONE, language="km")
    page.goto(f"/cases/{case.pk}/")
    press(page, f"a[href='/cases/{case.pk}/interviews/start/']")
    page.wait_for_url(re.compile("/interviews/start/"))
    focus_by_tab(page, "#id_language")
    assert page.locator("#id_language").input_value() == "km"
    press(page, "form.form button[type=submit]")
    page.wait_for_url(re.compile("/sections/safety/"))
    assert_accessible(page)
    (row,) = interviews_for(officer, case.pk)
    answered = 0
    for section in BANK.sections:
        if section.id == "consent":
            page.wait_for_url(re.compile("/consent/"))
            assert_accessible(page)
            save_picture(page, f"interview-consent-km-{PHONE}")
            for name in ("given", "share_partner"):
                focus_by_tab(page, f"input[name={name}]")
                page.keyboard.press("Space")
            press(page, "form.form button[type=submit]")
            continue
        page.wait_for_url(re.compile(f"/sections/{section.id}/"))
        expect(page.get_by_role("heading", level=1)).to_have_text(section.title["km"])
        for question in section.questions:
            for item in question.items:
                tap(page, item.id, "yes" if item.id in ("could_not_leave", "papers_held", "ill") else "no")
                answered += 1
        if section.id == "freedom":
            focus_by_tab(page, "#could_not_leave-quotation")
            page.keyboard.type("ខ្ញុំចេញមិនបានទេ")
            expect(page.locator("#status-could_not_leave strong")).to_be_visible()
            assert_accessible(page)
            save_picture(page, f"interview-freedom-km-{PHONE}")
        press(page, ".interview-end a.button-primary")
    page.wait_for_url(re.compile(f"/interviews/{row.id}/$"))
    assert_accessible(page)
    save_picture(page, f"interview-overview-km-{PHONE}")
    press(page, f"form[action='/interviews/{row.id}/finish/'] button")
    page.wait_for_url(re.compile("/assess/"))
    assert_accessible(page)
    focus_by_tab(page, "#id_age")
    page.keyboard.type("")
    press(page, "form.form button[type=submit]")
    page.wait_for_url(re.compile("/assessments/"))
    assert_accessible(page)
    save_picture(page, f"assessment-km-{PHONE}")
    kept = interview_summary_for(officer, row.id)
    assert (kept.state, kept.answered, answered) == ("finished", kept.total, kept.total)
    assert kept.item("could_not_leave").newest.quotation == "ខ្ញុំចេញមិនបានទេ"
    assert case_page_for(officer, case.pk).case.risks == ["ill"]
    assert len(assessments_for(officer, case.pk).assessments) == 1


@pytest.fixture
def assessed(committed_cast, interview):
    """Two assessments that disagree, and an item that two answers stand for."""
    officer = committed_cast.officer
    here = {"interview_id": interview.pk}
    for item in ("was_recruited", "lied_work", "injured"):
        save_answer(officer, **here, item=item, answer="yes", evidence=["said"])
    first = assess(officer, **here, age=None)
    for item in ("could_not_leave", "free_and_paid", "long_hours", "hazardous_work", "low_or_no_pay"):
        save_answer(officer, **here, item=item, answer="yes", evidence=["said", "photo"], quotation="the gate")
    assess(officer, **here, age=24)
    return first


@in_each_language
def test_every_page_fits_and_is_accessible(open_page, committed_cast, case, interview, assessed, width, language):
    page = open_page(committed_cast.officer, width=width, language=language)
    here = f"/interviews/{interview.pk}/"
    addresses = {
        "case": f"/cases/{case.pk}/",
        "start": f"/cases/{case.pk}/interviews/start/",
        "overview": here,
        "consent": f"{here}consent/",
        "safety": f"{here}sections/safety/",
        "freedom": f"{here}sections/freedom/",
        "assess": f"{here}assess/",
        "assessment": f"/assessments/{assessed.pk}/",
        "side-by-side": f"/cases/{case.pk}/assessments/",
    }
    for name, address in addresses.items():
        page.goto(address)
        assert_accessible(page)
        save_picture(page, f"interview-{name}-{language}-{width}")


def test_an_interview_needs_no_scripts(open_page, committed_cast, interview):
    page = open_page(committed_cast.officer, width=PHONE, script=False)
    page.goto(f"/interviews/{interview.pk}/sections/harm/")
    page.locator("#violence-yes").click()
    assert page.url.endswith("/sections/harm/#item-violence")
    page.locator("#violence-quotation").fill("with a cable")
    page.locator("#item-violence").get_by_role("button", name="Save the details").click()
    kept = interview_summary_for(committed_cast.officer, interview.pk).item("violence").newest
    assert (kept.answer, kept.quotation) == (Answer.YES, "with a cable")


def test_an_answer_that_could_not_be_saved_says_so(open_page, committed_cast, interview):
    page = open_page(committed_cast.officer, width=PHONE)
    page.goto(f"/interviews/{interview.pk}/sections/harm/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("#violence-yes").click()
    expect(page.locator("#status-violence")).to_contain_text("Not saved")
    expect(page.locator("#violence-yes")).to_have_attribute("aria-pressed", "false")
