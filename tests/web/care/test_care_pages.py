"""Care in a browser: referred, answered by the shelter, a plan, a talk; who lives where stays sealed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from pulang.care.actions import (
    add_goal,
    begin_follow_up,
    place_person,
    plan_day,
    record_given,
    refer,
    set_house,
)
from pulang.care.queries import care_for
from pulang.cases.actions import record_consent
from tests.browser import PHONE, assert_accessible, in_each_language, save_picture

pytestmark = pytest.mark.browser


@pytest.fixture
def cared(committed_cast, case):
    """A case with a referral that waits, a goal, talks, and a place in a house."""
    officer = committed_cast.officer
    record_consent(officer, case_id=case.pk, scopes=["share_services"], given=True, language="id")
    shelter = committed_cast.shelter.pk
    refer(officer, case_id=case.pk, provider_id=shelter, service="psychosocial", reason="Sleeps badly")
    add_goal(officer, case_id=case.pk, text="Wants to open a food stall", service="vocational")
    begin_follow_up(officer, case_id=case.pk, home_on=timezone.localdate() - timedelta(days=100))
    today = timezone.localdate()
    spent = {"what": "Dentist, two visits", "given_on": today, "amount": Decimal("350000"), "currency": "IDR"}
    record_given(officer, case_id=case.pk, service="medical", **spent)
    plan_day(officer, case_id=case.pk, kind="witness", on=today + timedelta(days=20), place="PN Medan")
    place_person(officer, case_id=case.pk, house_id=set_house(officer, label="Rumah 3", capacity=4).pk)
    return case


@in_each_language
def test_every_page_fits_and_is_accessible(open_page, committed_cast, cared, width, language):
    page = open_page(committed_cast.officer, width=width, language=language)
    here = f"/cases/{cared.pk}/care/"
    shown = care_for(committed_cast.officer, cared.pk)
    for name, address in {
        "care": here,
        "refer": f"{here}refer/",
        "goal": f"{here}goals/",
        "settle": f"{here}goals/{shown.goals[0].pk}/",
        "give": f"{here}given/",
        "day": f"{here}days/",
        "day-settle": f"{here}days/{shown.days[0].pk}/",
        "talk": f"{here}talks/{shown.talks[0].pk}/",
        "place": f"{here}place/",
        "shelters": "/shelters/",
        "shelter-set": "/shelters/set/",
        "case": f"/cases/{cared.pk}/",
    }.items():
        page.goto(address)
        assert_accessible(page)
        save_picture(page, f"care-{name}-{language}-{width}")


def test_the_shelter_answers_a_referral_without_knowing_where_she_lives(open_page, committed_cast, cared):
    page = open_page(committed_cast.shelter_worker, width=PHONE)
    page.goto(f"/cases/{cared.pk}/care/")
    expect(page.get_by_text("Sleeps badly")).to_be_visible()
    expect(page.get_by_text("Rumah 3")).to_have_count(0)
    page.get_by_role("link", name="Answer").click()
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Accepted")).to_be_visible()
    assert_accessible(page)


def test_a_talk_is_recorded(open_page, committed_cast, cared):
    page = open_page(committed_cast.officer, width=PHONE)
    page.goto(f"/cases/{cared.pk}/care/")
    page.get_by_role("link", name="Record").first.click()
    page.get_by_label("Held on").fill(timezone.localdate().isoformat())
    page.get_by_label("Work (optional)").select_option("earns")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Work: Earns her living")).to_be_visible()
