"""The way home in a real browser: both sizes, all languages, keyboard, without scripts."""

import re

import pytest
from playwright.sync_api import expect

from pulang.cases.actions import open_case, record_consent
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import begin_way_home, complete_step
from pulang.repatriation.queries import way_home_for
from tests.browser import LAPTOP, PHONE, assert_accessible, in_each_language, save_picture

pytestmark = pytest.mark.browser


@pytest.fixture
def steps(committed_cast):
    """The address of a way home on which some steps are done, one failed, one may be recorded."""
    officer = committed_cast.officer
    person = register_person(officer, draft=PersonDraft(name="Siti Aminah", birth_date="1999"))
    case = open_case(officer, person_id=person.pk)
    begin_way_home(officer, case_id=case.pk)
    for code, result, data in (
        ("exit", "escaped", {}),
        ("report", "walk_in", {}),
        ("registration", "verified", {"basis": "passport", "reference": "C1234567"}),
        ("fine_waiver", "refused", {}),
        ("splp", "passport_valid", {}),
        ("ticket", "self_paid", {"flight": "QZ475", "travel_date": "2026-12-08"}),
    ):
        version = way_home_for(officer, case.pk).step(code).version
        complete_step(officer, case_id=case.pk, code=code, version=version, result=result, data=data)
    record_consent(officer, case_id=case.pk, scopes=["contact_family"], given=True, language="id")
    return f"/cases/{case.pk}/steps/"


@in_each_language
def test_every_page_fits_and_is_accessible(open_page, committed_cast, steps, width, language):
    page = open_page(committed_cast.officer, width=width, language=language)
    addresses = {
        "way": "",
        "step": "fine_waiver/",
        "done": "registration/",
        "sealed": "ticket/",
        "purpose": "ticket/opened/",
        "undo": "ticket/undo/",
        "told": "told/",
        "told-family": "told/family/",
    }
    case = steps.removesuffix("steps/")
    for name, address in {**addresses, "stuck": "/stuck/", "case": case}.items():
        page.goto(address if address.startswith("/") else steps + address)
        assert_accessible(page)
        save_picture(page, f"way-home-{name}-{language}-{width}")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_step_is_recorded_after_an_error(open_page, committed_cast, steps, script):
    page = open_page(committed_cast.officer, width=PHONE, script=script)
    page.goto(steps)
    page.get_by_role("link", name=re.compile("Record.*First assessment")).click()
    page.get_by_label("Assessed", exact=True).check()
    page.get_by_role("button", name="Save the result").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing has been saved")
    if script:  # axe is a script itself
        assert_accessible(page)
        save_picture(page, f"way-home-error-{PHONE}")
    page.get_by_label("Held on").fill("2026-01-20")
    page.get_by_label("Indication").select_option("trafficking")
    page.get_by_role("button", name="Save the result").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("Assessed – Embassy")).to_be_visible()


def test_a_sealed_step_is_opened_by_keyboard(open_page, committed_cast, steps):
    page = open_page(committed_cast.officer)
    page.goto(f"{steps}ticket/opened/")
    page.get_by_label("For what do you need it?").focus()
    page.keyboard.type("escort to the gate")
    page.keyboard.press("Enter")
    expect(page.get_by_text("QZ475")).to_be_visible()
    assert_accessible(page)
    save_picture(page, f"way-home-opened-{LAPTOP}")


def test_she_gets_a_sheet_and_what_her_family_heard_is_kept(open_page, committed_cast, steps):
    page = open_page(committed_cast.officer, width=PHONE)
    page.goto(steps)
    page.get_by_role("link", name="What she and her family are told").click()
    expect(page.get_by_text("Somebody talks with you alone, in your language.")).to_be_visible()
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Print it: Khmer").click()
    assert sheet.value.suggested_filename.endswith("-km.pdf")
    page.get_by_role("link", name="Her family was told").click()
    page.get_by_label("Who was told").fill("Her mother, by telephone")
    page.get_by_label("What was said").fill("She is safe and the embassy helps her")
    page.get_by_role("button", name="Record it").click()
    page.goto(steps.removesuffix("steps/"))
    expect(page.get_by_text("Her family was told").first).to_be_visible()
