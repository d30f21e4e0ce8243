"""The queue of pairs in a real browser: by keyboard, without scripts, at both sizes, in three languages."""

import pytest
from playwright.sync_api import expect

from pulang.lib.actor import system
from pulang.matching.pairs.actions import look_for_pairs
from pulang.persons.actions import register_person
from tests.browser import PHONE, assert_accessible, in_each_language, save_picture
from tests.cast import make_actor
from tests.web.pairs.conftest import DRAFTS

pytestmark = pytest.mark.browser


def progress(page):
    return page.locator(".progress p")


def press(page, key):
    """A key counts once the page and its scripts are there."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_the_queue_is_worked_through_by_keyboard(open_page, committed_cast, people):
    page = open_page(committed_cast.officer)
    page.goto("/pairs/")
    expect(progress(page)).to_have_text("0 of 3 decided")
    first = page.locator(".pair-head h3").first.inner_text()
    press(page, "ArrowRight")
    expect(page.locator(".pair-head h3").first).not_to_have_text(first)
    press(page, "ArrowLeft")
    expect(page.locator(".pair-head h3").first).to_have_text(first)
    press(page, "n")
    expect(progress(page)).to_have_text("1 of 3 decided")
    press(page, "z")
    expect(page.get_by_text("Taken back. Judge the pair again.")).to_be_visible()
    expect(progress(page)).to_have_text("0 of 3 decided")
    expect(page.locator(".pair-head h3").first).to_have_text(first)
    for done, key in enumerate("snu", start=1):
        press(page, key)
        expect(progress(page)).to_have_text(f"{done} of 3 decided")
    expect(page.get_by_text("No pair waits for you")).to_be_visible()


def test_keys_do_nothing_while_somebody_writes(open_page, committed_cast, people):
    page = open_page(committed_cast.officer)
    page.goto("/pairs/")
    page.get_by_text("Say why").click()
    page.get_by_label("Why (may be left out)").fill("")
    page.keyboard.type("not sure, sun")
    expect(page.get_by_label("Why (may be left out)")).to_have_value("not sure, sun")
    expect(progress(page)).to_have_text("0 of 3 decided")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_pair_is_judged_joined_and_parted_by_buttons(open_page, committed_cast, people, script):
    page = open_page(committed_cast.officer, script=script, width=PHONE)
    page.goto("/pairs/")
    page.locator(".pair-list a", has_text="Djoko").click()
    page.get_by_role("button", name="Same person").click()
    page.get_by_role("link", name="Same person, to be joined").click()
    page.get_by_role("link", name="Join the two records").click()
    page.get_by_label("8 March 1997").check()
    page.get_by_role("button", name="Join the two records").click()
    expect(page.get_by_role("heading", name="Moh. Djoko Soesilo")).to_be_visible()
    expect(page.get_by_text("8 March 1997")).to_be_visible()
    page.get_by_role("link", name="JOKO SUSILO MUHAMMAD").click()
    page.get_by_role("link", name="Part the records again").click()
    page.get_by_label("Why they are two people").fill("They are brothers.")
    page.get_by_role("button", name="Part the records again").click()
    expect(page.get_by_text("They are two records again.")).to_be_visible()


@in_each_language
def test_every_page_is_accessible_at_both_sizes(open_page, committed_cast, people, language, width):
    register_person(committed_cast.desk, draft=DRAFTS[1].__class__(name="Joko Susilo", birth_date="8/3/1997"))
    look_for_pairs(system("test"), person_ids=[people[1].pk])
    page = open_page(committed_cast.officer, width=width, language=language)

    def look(name):
        save_picture(page, f"pairs-{name}-{language}-{width}")
        assert_accessible(page)

    page.goto("/pairs/")
    page.locator(".pair-list a", has_text="Djoko").click()
    look("queue")
    page.locator("button[value=same]").click()
    expect(page.locator(".notice-ok")).to_be_visible()
    look("next")
    page.goto("/pairs/?state=same")
    page.locator("a[href$='/join/']").click()
    look("join")
    page.locator("main form .form-actions [type=submit]").click()
    expect(page.locator(".person")).to_be_visible()
    page.locator("a[href^='/merges/']").click()
    look("merge")
    page.locator("a[href$='/part/']").click()
    look("part")
    page.goto("/pairs/")
    page.locator(".pair-list a", has_text="Rina").click()
    look("conflict")
    page.locator("button[value=same]").click()
    page.goto("/pairs/?state=same")
    page.locator("a[href$='/join/']").click()
    page.locator("main form .form-actions [type=submit]").click()
    look("join-refused")
    page.locator("[name=reason]").fill("The second card is forged.")
    page.locator("main form .form-actions [type=submit]").click()
    look("asked")
    page.goto("/merges/")
    look("waiting")
    page.goto("/pairs/?state=different")
    look("empty")


def test_a_second_officer_answers(open_page, committed_cast, people):
    page = open_page(committed_cast.officer)
    page.goto("/pairs/")
    page.locator(".pair-list a", has_text="Rina").click()
    expect(page.locator(".pair-head h3").first).to_contain_text("Rina")
    press(page, "s")
    expect(progress(page)).to_have_text("1 of 3 decided")
    page.goto("/pairs/?state=same")
    page.get_by_role("link", name="Join the two records").click()
    page.get_by_label("Why it is one person").fill("The second card is forged.")
    page.get_by_role("button", name="Ask a second officer").click()
    expect(page.get_by_text("another officer must confirm it")).to_be_visible()
    second = open_page(make_actor("second", committed_cast.embassy, "protection"))
    second.goto("/merges/")
    second.get_by_role("link", name="The second card is forged.").click()
    second.get_by_role("button", name="It is one person: join them").click()
    expect(second.get_by_text("The two records are one person now.")).to_be_visible()
