"""Pages of forced acts, of suspects and of double status in a real browser: accessible, at both sizes."""

import pytest

from pulang.cases.actions import make_decision
from pulang.identification.nonpunishment.actions import record_act, record_sanction
from pulang.identification.suspects.actions import add_entry, link_status, open_file
from tests.browser import LAPTOP, PHONE, assert_accessible, in_each_language, save_picture
from tests.cast import make_actor

pytestmark = pytest.mark.browser


@in_each_language
def test_every_page_is_accessible_at_both_sizes(open_page, committed_cast, case, language, width):
    officer, detective = committed_cast.officer, committed_cast.colleague
    told = {"kind": "online_scam", "what": "Wrote to strangers, 14 hours a day.", "link": "direct"}
    act = record_act(officer, case_id=case.pk, compulsions=["debt", "violence"], compulsion="A cable.", **told)
    fine = {"kind": "overstay_fine", "state": "imposed", "authority": "Immigration"}
    record_sanction(officer, case_id=case.pk, act_id=act.pk, **fine)
    file = open_file(detective, name="Budi", born="1990", suspicion="Recruited two men.")
    add_entry(detective, file_id=file.pk, text="Heard two witnesses.", stage="investigated")
    coordinator = make_actor("coordinator", committed_cast.police, "double_status")
    link_status(coordinator, case_number=case.number, file_number=file.number)
    here, there = f"/cases/{case.pk}/non-punishment/", f"/suspects/{file.pk}/"
    for actor, addresses in {
        officer: {"acts": here, "act": f"{here}acts/add/", "letter": f"{here}letter/"},
        detective: {"suspects": "/suspects/", "suspect": there, "suspect-add": f"{there}add/"},
        coordinator: {"links": "/double-status/", "link": "/double-status/link/"},
    }.items():
        page = open_page(actor, width=width, language=language)
        for name, address in addresses.items():
            assert page.goto(address).status == 200, address
            save_picture(page, f"ruling-{name}-{language}-{width}")
            assert_accessible(page)


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_the_letter_is_looked_at_and_then_made(open_page, committed_cast, case, width):
    officer = committed_cast.officer
    elements = {"act": "established", "means": "established", "purpose": "established"}
    make_decision(officer, case_id=case.pk, outcome="victim", **elements, reasons="Heard alone.")
    told = {"kind": "online_scam", "what": "Wrote as 김철수 to strangers, 14 hours a day.", "link": "direct"}
    record_act(officer, case_id=case.pk, compulsions=["debt", "violence"], compulsion="A cable.", **told)
    page = open_page(officer, width=width, language="id")
    page.goto(f"/cases/{case.pk}/non-punishment/letter/")
    page.locator("[name=addressee]").fill("Direktorat Jenderal Imigrasi")
    page.locator("[name=look]").click()
    page.locator("img.paper-page").first.wait_for()
    assert page.locator("img.paper-page").first.evaluate("image => image.naturalWidth") > 500
    assert page.locator(".notice-warning").count() == 1
    save_picture(page, f"ruling-letter-seen-id-{width}")
    assert_accessible(page)
    page.locator(".form-actions .button-primary").click()
    page.wait_for_url("**/non-punishment/")
    assert page.locator(".notice-ok").count() == 1
