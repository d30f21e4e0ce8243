"""Every page of cases and reports in a real browser: accessible, at both sizes, in three languages."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from pulang.access.permissions import Section
from pulang.cases.actions import (
    add_file,
    add_member,
    add_task,
    make_decision,
    record_consent,
    record_whereabouts,
    set_urgency,
    take_report,
)
from tests.browser import assert_accessible, in_each_language, save_picture
from tests.cases.test_files import PDF

pytestmark = pytest.mark.browser


@pytest.fixture
def worked(committed_cast, case):
    """The case with something in every part of its page; returns it and a new report."""
    officer, here = committed_cast.officer, {"case_id": case.pk}
    add_task(
        officer,
        **here,
        code="find_shelter",
        note="The hotel is paid until Friday.",
        due_at=timezone.now() - timedelta(hours=30),
    )
    add_task(officer, **here, code="call_family")
    set_urgency(officer, **here, urgency="danger", risks=["held", "ill"])
    add_member(officer, **here, agency_id=committed_cast.shelter.pk, sections=[Section.CARE, Section.FILES])
    add_file(officer, **here, name="statement with a very long name of the file.pdf", content=PDF)
    record_consent(officer, **here, scopes=["share_partner", "photo"], given=True, language="id")
    record_consent(officer, **here, scopes=["contact_family"], given=False, language="id")
    record_whereabouts(officer, **here, place="House of the nuns")
    elements = {"act": "established", "means": "indicated", "purpose": "established"}
    make_decision(
        officer, **here, outcome="victim", **elements, reasons="Heard alone for two hours. Her passport was taken."
    )
    report = take_report(
        officer,
        channel="family",
        urgency="danger",
        narrative="My sister does not answer since Friday.\nShe wrote that they hold her.",
        place="Bavet",
        subject={"name": "សុខ ស្រីមុំ", "birth_date": "1999", "phone": "+855 12 000 000"},
        reporter={"name": "Ibu Wati", "relation": "sister", "safe_contact": "evenings only"},
    )
    return case, report


def addresses(case, report):
    here, told = f"/cases/{case.pk}/", f"/reports/{report.pk}/"
    return {
        "queue": "/",
        "queue-empty": "/?kind=step",
        "cases": "/cases/",
        "cases-none": "/cases/?number=999",
        "case": here,
        "case-opened": f"{here}opened/",
        "case-urgency": f"{here}urgency/",
        "case-status": f"{here}status/",
        "case-close": f"{here}close/",
        "case-member": f"{here}members/add/",
        "case-task": f"{here}tasks/add/",
        "case-file": f"{here}files/add/",
        "case-consent": f"{here}consents/add/",
        "case-decision": f"{here}decisions/add/",
        "case-place": f"{here}whereabouts/record/",
        "reports": "/reports/",
        "report-search": "/reports/take/",
        "report": told,
        "report-link": f"{told}link/",
        "report-register": f"{told}register/",
        "report-dismiss": f"{told}dismiss/",
        "report-receipt": f"{told}receipt/",
    }


@in_each_language
def test_every_page_is_accessible_at_both_sizes(open_page, committed_cast, worked, language, width):
    page = open_page(committed_cast.officer, width=width, language=language)
    for name, address in addresses(*worked).items():
        answer = page.goto(address)
        assert answer.status == 200, address
        save_picture(page, f"{name}-{language}-{width}")
        assert_accessible(page)


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_report_becomes_a_case_by_keyboard_and_without_scripts(open_page, committed_cast, script):
    page = open_page(committed_cast.officer, script=script)
    page.goto("/reports/take/")
    page.get_by_label("Name").fill("Rahmawati")
    page.keyboard.press("Enter")
    page.get_by_label("What was told").fill("She asks for help by text message.")
    page.get_by_label("Urgent", exact=True).check()
    assert_accessible(page) if script else None
    page.get_by_role("button", name="Save the report").click()
    expect(page.get_by_role("heading", name="The report is saved")).to_be_visible()
    page.get_by_role("link", name="Go on with the report").click()
    page.get_by_role("link", name="Find the person").click()
    page.get_by_role("button", name="Search", exact=True).last.click()
    page.get_by_role("link", name="Register as a new person").click()
    page.get_by_role("button", name="Register this person").click()
    page.get_by_role("link", name="Open a case").click()
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_role("heading", name="Rahmawati")).to_be_visible()


def test_where_she_is_opens_after_a_fresh_sign_in(open_page, committed_cast, worked):
    from tests.web.world import PASSWORD, complete_account

    complete_account(committed_cast.officer)
    case, _report = worked
    page = open_page(committed_cast.officer)
    page.goto(f"/cases/{case.pk}/")
    page.get_by_role("link", name="Open with a purpose").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Why do you need to know?").fill("To fetch her to the airport")
    assert_accessible(page)
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("House of the nuns")).to_be_visible()
    page.goto(f"/cases/{case.pk}/")
    expect(page.get_by_text("To fetch her to the airport")).to_be_visible()
