"""Operations in a browser: the desk by keyboard, a likeness that is asked about, the board, slips."""

import re

import pytest
from playwright.sync_api import expect

from pulang.operations.actions import open_operation, register_into, run_bulk
from pulang.operations.queries import board_for, bulks_for, people_for
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import complete_steps
from tests.browser import PHONE, assert_accessible, in_each_language, save_picture
from tests.printing.paper import text_of

pytestmark = pytest.mark.browser


@pytest.fixture
def operation(committed_cast):
    """A wave with four people, one of them in danger, one with a failed step."""
    officer = committed_cast.officer
    made = open_operation(officer, kind="walk_in", title="Gelombang 20 Januari", place="Phnom Penh")
    rows = [
        register_into(
            officer,
            operation_id=made.pk,
            draft=PersonDraft(name=name, birth_date="1999-08-17", nationality="IDN"),
            urgency=urgency,
            risks=risks,
            is_new=True,
        )
        for name, urgency, risks in (
            ("Siti Aminah", "normal", []),
            ("Dewi Lestari", "danger", ["pregnant", "ill"]),
            ("Budi Santoso", "urgent", ["no_shelter"]),
            ("Agus", "normal", []),
        )
    ]
    complete_steps(officer, code="registration", result="in_doubt", wanted={rows[0].case_id: {}})
    return made


@in_each_language
def test_every_page_fits_and_is_accessible(open_page, committed_cast, operation, width, language):
    page = open_page(committed_cast.officer, width=width, language=language)
    here = f"/operations/{operation.pk}/"
    for name, address in {
        "operations": "/operations/",
        "new": "/operations/new/",
        "board": here,
        "stuck": f"{here}?step=registration",
        "desk": f"{here}register/?done=4",
        "desk-paper": f"{here}register/paper/",
        "list": f"{here}list/",
        "agencies": f"{here}agencies/",
    }.items():
        page.goto(address)
        assert_accessible(page)
        save_picture(page, f"operation-{name}-{language}-{width}")


def test_a_desk_registers_by_keyboard_alone(open_page, committed_cast, operation):
    page = open_page(committed_cast.officer)
    page.goto(f"/operations/{operation.pk}/register/")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Rina Marlina")
    page.keyboard.press("Tab")
    page.keyboard.type("17/08/1998")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Registered. The number is 5.")).to_be_visible()
    expect(page.get_by_label("Name")).to_be_focused()
    assert board_for(committed_cast.officer, operation.pk).registered == 5


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_likeness_is_shown_and_answered(open_page, committed_cast, operation, script):
    page = open_page(committed_cast.officer, width=PHONE, script=script)
    page.goto(f"/operations/{operation.pk}/register/")
    page.get_by_label("Name").fill("Siti Aminah")
    page.get_by_label("Born").fill("17/08/1999")
    page.get_by_role("button", name="Register this person").click()
    expect(page.get_by_text("Somebody like this is registered already").first).to_be_visible()
    if script:
        assert_accessible(page)
        save_picture(page, f"operation-likeness-{PHONE}")
    page.get_by_label(re.compile("Siti Aminah · .*1999")).check()
    page.get_by_role("button", name="Register this person").click()
    expect(page.get_by_text("Registered. The number is 1.")).to_be_visible()


def test_a_scanned_slip_opens_the_case(open_page, committed_cast, operation):
    page = open_page(committed_cast.officer)
    page.goto(f"/operations/{operation.pk}/")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    rows, _ = people_for(committed_cast.officer, operation.pk)
    page.wait_for_url(f"**/cases/{rows[0].case_id}/")
    page.goto(f"/operations/{operation.pk}/")
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    expect(page.get_by_text("There is no such slip")).to_be_visible()


def test_slips_name_nobody(officer, operation):
    answer = officer.get(f"/operations/{operation.pk}/slips/?language=id")
    text = text_of(answer.content)
    assert "Nomor Anda" in text
    assert "Siti" not in text


def test_a_step_is_recorded_for_many_after_a_look_at_what_would_happen(open_page, committed_cast, operation):
    page = open_page(committed_cast.officer, width=PHONE)
    page.goto(f"/operations/{operation.pk}/together/")
    assert_accessible(page)
    save_picture(page, f"together-{PHONE}")
    page.get_by_role("link", name="Registered and nationality verified").click()
    page.get_by_label("Nationality verified").check()
    page.get_by_role("button", name="See what would happen").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing has been saved")
    page.get_by_label("Verified by").select_option("passport")
    page.get_by_label("4 · Agus").uncheck()
    page.get_by_role("button", name="See what would happen").click()
    expect(page.get_by_text("It will be done for 3 people.")).to_be_visible()
    assert_accessible(page)
    save_picture(page, f"together-preview-{PHONE}")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("0 done, 0 not done, of 3").first).to_be_attached()
    for bulk in bulks_for(committed_cast.officer, operation.pk):
        run_bulk(committed_cast.officer, bulk_id=bulk.pk)
    page.goto(page.url)
    expect(page.get_by_text("3 done, 0 not done, of 3")).to_be_visible()
    assert_accessible(page)
    save_picture(page, f"together-done-{PHONE}")
