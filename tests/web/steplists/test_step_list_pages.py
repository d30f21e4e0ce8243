"""An administrator changes the way home by plain requests; officers give steps away and move ways."""

import pytest

from pulang.access.permissions import Section
from pulang.cases.actions import add_member, open_case
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import begin_way_home
from pulang.repatriation.queries import way_home_for
from pulang.repatriation.queries.lists import current_list, current_number
from tests.web.world import sign_in


@pytest.fixture
def browser(committed_cast):
    return sign_in(committed_cast.administrator)


@pytest.fixture
def case(committed_cast):
    person = register_person(committed_cast.officer, draft=PersonDraft(name="Siti Aminah"))
    made = open_case(committed_cast.officer, person_id=person.pk)
    begin_way_home(committed_cast.officer, case_id=made.pk)
    return made


def filled(browser, page):
    """What the form of a page shows, as a browser would send it."""
    form = browser.get(page).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value not in (None, [])}


def draft_of(browser):
    answer = browser.post(f"/step-lists/{current_number()}/start/", follow=True)
    return answer.context["shown"]


def test_a_step_is_changed_on_its_page_and_published(browser):
    draft = draft_of(browser)
    page = f"/step-lists/drafts/{draft.id}/steps/health/"
    sent = {**filled(browser, page), "days": "3", "working": ["IDN", "KHM"], "title_en": "Doctor"}
    assert browser.post(page, sent).status_code == 302
    listed = browser.get(f"/step-lists/{draft.number}/").content.decode()
    assert "3 working days (IDN, KHM)" in listed
    sent = {"remark": "Doctors have holidays", "version": "2"}
    assert browser.post(f"/step-lists/drafts/{draft.id}/publish/", sent).url == "/step-lists/"
    step = current_list().step("health")
    assert (step.title["en"], step.deadline.working) == ("Doctor", ("IDN", "KHM"))
    assert browser.get(page).status_code == 404, "what is published is not changed"


def test_the_form_of_every_step_gives_the_step_back(browser):
    draft = draft_of(browser)
    before = current_list().steps
    for step in before:
        page = f"/step-lists/drafts/{draft.id}/steps/{step.code}/"
        answer = browser.post(page, filled(browser, page))
        assert answer.status_code == 302, (step.code, answer.context["form"].errors)
    version = str(len(before) + 1)
    browser.post(f"/step-lists/drafts/{draft.id}/publish/", {"remark": "nothing new", "version": version})
    assert current_number() == draft.number
    assert current_list().steps == before


def test_a_new_step_that_nothing_can_reach_is_named_with_its_flaw(browser):
    draft = draft_of(browser)
    page = f"/step-lists/drafts/{draft.id}/steps/new/"
    texts = {f"{part}_{lang}": "Vaccination" for part in ("title", "who", "help") for lang in ("en", "id", "km")}
    sent = {
        **texts,
        "version": "1",
        "code": "vaccination",
        "below": "report",
        "side": "IDN",
        "agencies": ["embassy"],
        "section": "care",
        "all": ["home"],
        "days": "3",
        "outcomes": "done: {ends: done, text: {en: Done, id: Selesai, km: x}}",
    }
    assert browser.post(page, {**sent, "outcomes": "done: {ends: done"}).status_code == 422
    assert browser.post(page, sent).status_code == 302
    shown = browser.get(f"/step-lists/{draft.number}/").content.decode()
    assert "It stands above Home, for which it waits" in shown
    refused = browser.post(f"/step-lists/drafts/{draft.id}/publish/", {"remark": "x", "version": "2"})
    assert refused.status_code == 422
    browser.post(f"/step-lists/drafts/{draft.id}/steps/vaccination/drop/")
    assert "To be mended" not in browser.get(f"/step-lists/{draft.number}/").content.decode()


def test_a_draft_is_thrown_away(browser):
    draft = draft_of(browser)
    assert browser.post(f"/step-lists/drafts/{draft.id}/drop/").url == "/step-lists/"
    assert browser.get(f"/step-lists/{draft.number}/").status_code == 404


def test_a_step_is_given_to_another_agency_of_the_case(committed_cast, case):
    cast, officer = committed_cast, sign_in(committed_cast.officer)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.WORK])
    page = f"/cases/{case.pk}/steps/exit/agency/"
    assert page in officer.get(f"/cases/{case.pk}/steps/exit/").content.decode()
    offered = {value for value, _name in officer.get(page).context["form"].fields["agency"].choices}
    assert offered == {str(cast.embassy.pk), str(cast.police.pk)}
    assert officer.post(page, {"agency": str(cast.police.pk)}).status_code == 302
    assert way_home_for(cast.officer, case.pk).step("exit").agency == cast.police.name


def test_a_way_is_moved_to_the_list_that_is_in_use(browser, committed_cast, case):
    officer, page = sign_in(committed_cast.officer), f"/cases/{case.pk}/steps/move/"
    assert page not in officer.get(f"/cases/{case.pk}/steps/").content.decode()
    draft = draft_of(browser)
    browser.post(f"/step-lists/drafts/{draft.id}/publish/", {"remark": "x", "version": "1"})
    assert page in officer.get(f"/cases/{case.pk}/steps/").content.decode()
    assert officer.post(page, {"reason": ""}).status_code == 422
    assert officer.post(page, {"reason": "New deadlines"}).status_code == 302
    assert way_home_for(committed_cast.officer, case.pk).list_version == str(draft.number)
