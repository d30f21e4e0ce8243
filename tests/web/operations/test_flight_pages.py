"""Papers and flights in a browser; the airport on a phone, offline and then online again."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from pulang.operations.actions import open_operation, plan_flight, register_into, run_bulk, say_left, start_bulk
from pulang.operations.papers import issue_paper, papers_for
from pulang.operations.queries import flight_for
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.repatriation.actions import complete_steps, record_stay
from tests.browser import PHONE, assert_accessible, in_each_language, save_picture

pytestmark = pytest.mark.browser
DAY = timezone.localdate() + timedelta(days=9)
READY = (
    ("exit", "escaped", {}),
    ("registration", "verified", {"basis": "passport"}),
    ("early_assessment", "declined", {}),
    ("health", "fit", {}),
    ("splp", "passport_valid", {}),
    ("fine_waiver", "no_fine", {}),
    ("exit_permit", "visa_valid", {}),
)


@pytest.fixture
def flight(committed_cast):
    """A flight with three passengers of an operation."""
    officer = committed_cast.officer
    operation = open_operation(officer, kind="charter", title="Carter 8 Februari").pk
    rows = [
        register_into(
            officer,
            operation_id=operation,
            draft=PersonDraft(
                name=name,
                birth_date="1999-08-17",
                sex="female",
                papers=(PaperDraft("passport", f"C123456{place}"),),
            ),
            is_new=True,
        )
        for place, name in enumerate(("Siti Aminah", "Dewi Lestari", "Rina Marlina"))
    ]
    record_stay(officer, case_id=rows[0].case_id, allowed_until=timezone.localdate() - timedelta(days=365))
    for code, result, data in READY:
        complete_steps(officer, code=code, result=result, wanted={row.case_id: data for row in rows})
    made = plan_flight(
        officer,
        operation_id=operation,
        day=DAY,
        segments=[{"flight": "QZ475", "from": "PNH", "to": "CGK"}],
        seats=180,
    )
    asked = {"flight": str(made.pk), "payer": "charter"}
    bulk = start_bulk(officer, operation_id=operation, kind="flight", asked=asked, numbers=[1, 2, 3])
    run_bulk(officer, bulk_id=bulk.pk)
    return made


def states(cast, flight):
    return [one.state for one in flight_for(cast.officer, flight.operation_id, flight.pk)[1]]


@in_each_language
def test_every_page_fits_and_is_accessible(open_page, committed_cast, flight, width, language):
    officer, operation = committed_cast.officer, flight.operation_id
    paper = issue_paper(officer, operation_id=operation, kind="fine_list", numbers=[1], language=language)
    passenger = flight_for(officer, operation, flight.pk)[1][0].id
    page = open_page(officer, width=width, language=language)
    here, fly = f"/operations/{operation}/", f"/operations/{operation}/flights/{flight.pk}/"
    before = {
        "overview": f"{here}overview/",
        "papers": f"{here}papers/",
        "paper-new": f"{here}papers/new/fine_list/",
        "genuine": f"/genuine/{paper.code}/",
        "forged": "/genuine/NOSUCHCODE/",
        "flights": f"{here}flights/",
        "flight-new": f"{here}flights/new/",
        "cost-new": f"{here}costs/new/",
        "flight": fly,
        "seats": f"{fly}seats/",
        "passenger": f"{fly}passengers/{passenger}/",
    }
    for name, address in before.items():
        page.goto(address)
        assert_accessible(page)
        save_picture(page, f"flight-{name}-{language}-{width}")
    say_left(officer, flight_id=flight.pk)
    page.goto(f"{fly}arrival/")
    assert_accessible(page)
    save_picture(page, f"flight-arrival-{language}-{width}")


def test_a_paper_is_issued_after_a_look_at_who_is_left_out(open_page, committed_cast, flight):
    page = open_page(committed_cast.officer)
    page.goto(f"/operations/{flight.operation_id}/papers/new/fine_list/")
    page.get_by_role("button", name="See what would happen").click()
    expect(page.get_by_text("It will be done for 1 person.")).to_be_visible()
    expect(page.get_by_text("Nobody has recorded until when the stay is allowed").first).to_be_visible()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("cell", name="Name list for relief of overstay fines")).to_be_visible()
    (paper,) = papers_for(committed_cast.officer, flight.operation_id)
    assert paper.people == 1


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_arrivals_are_checked_off(open_page, committed_cast, flight, script):
    say_left(committed_cast.officer, flight_id=flight.pk)
    page = open_page(committed_cast.officer, width=PHONE, script=script)
    page.goto(f"/operations/{flight.operation_id}/flights/{flight.pk}/arrival/")
    page.get_by_role("button", name=re.compile("The person is here.*Siti")).click()
    expect(page.locator("#p1").get_by_text("Has arrived")).to_be_visible()
    page.get_by_role("button", name=re.compile("Not here.*Dewi")).click()
    expect(page.locator("#p2").get_by_text("Did not arrive")).to_be_visible()
    if script:
        expect(page.get_by_text("Everything is sent.")).to_be_visible()
    assert states(committed_cast, flight) == ["arrived", "not_arrived", "left"]


def test_what_is_checked_without_a_line_is_sent_once_when_there_is_one(open_page, committed_cast, flight):
    say_left(committed_cast.officer, flight_id=flight.pk)
    page = open_page(committed_cast.officer, width=PHONE)
    page.goto(f"/operations/{flight.operation_id}/flights/{flight.pk}/arrival/")
    page.context.set_offline(True)
    for name in ("Siti Aminah", "Rina Marlina"):
        page.get_by_role("button", name=re.compile(f"The person is here.*{name}")).click()
    expect(page.get_by_text("Waiting for a line: 2 checks are kept in this browser.")).to_be_visible()
    assert_accessible(page)
    save_picture(page, f"flight-offline-{PHONE}")
    assert states(committed_cast, flight) == ["left", "left", "left"]
    page.context.set_offline(False)
    expect(page.get_by_text("Everything is sent.")).to_be_visible()
    assert states(committed_cast, flight) == ["arrived", "left", "arrived"]
    assert page.evaluate("localStorage.length") == 0


def test_who_is_signed_out_meanwhile_loses_no_check(open_page, committed_cast, flight):
    say_left(committed_cast.officer, flight_id=flight.pk)
    page = open_page(committed_cast.officer, width=PHONE)
    address = f"/operations/{flight.operation_id}/flights/{flight.pk}/arrival/"
    page.goto(address)
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name=re.compile("The person is here.*Siti")).click()
    expect(page.get_by_text("You are signed out. Nothing is lost")).to_be_visible()
    page.context.add_cookies(cookies)
    page.goto(address)
    expect(page.get_by_text("Everything is sent.")).to_be_visible()
    assert states(committed_cast, flight)[0] == "arrived"
