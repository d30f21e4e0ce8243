"""What opens only after a fresh sign-in: a case because of danger to life, with its review; a sealed place."""

import pytest

from pulang.cases.actions import open_case, record_whereabouts
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from tests.web.world import sign_in, sign_in_just_now

SITI = PersonDraft(name="Siti", papers=(PaperDraft("passport", "B7654321", "IDN"),))
GIVEN = {"paper": "B7654321", "reason": "She calls from the boot of a car; police stand at the gate."}


@pytest.fixture
def case(cast):
    return open_case(cast.officer, person_id=register_person(cast.officer, draft=SITI).pk)


def text(response) -> str:
    return response.content.decode()


def test_the_search_shows_the_way_the_case_opens_and_the_reviewer_ends_it(cast, case):
    police = sign_in_just_now(cast.colleague)
    assert "/emergencies/open/" in text(police.post("/persons/", {"paper": "B7654321"}))
    assert police.get(f"/cases/{case.pk}/").status_code == 404
    opened = police.post("/emergencies/open/", GIVEN)
    assert opened.url == f"/cases/{case.pk}/"
    assert "Siti" in text(police.get(opened.url))
    reviewer = sign_in(cast.data_protection)
    waiting = text(reviewer.get("/emergencies/"))
    assert "boot of a car" in waiting
    assert "Siti" not in waiting
    here = next(row["url"] for row in reviewer.get("/emergencies/").context["rows"])
    assert reviewer.post(here, {"verdict": "not_justified"}).status_code == 422
    done = reviewer.post(here, {"verdict": "not_justified", "note": "Nobody was in danger."})
    assert done.url == "/emergencies/"
    assert "Nobody was in danger." in text(reviewer.get(here))
    assert "Nothing to review" in text(reviewer.get("/emergencies/"))
    assert police.get(opened.url).status_code == 404


def test_an_old_sign_in_is_renewed_first_and_nothing_typed_is_kept_in_the_session(cast, case):
    police = sign_in(cast.colleague)
    asked = police.post("/emergencies/open/", GIVEN)
    assert asked.url == "/emergencies/open/"
    assert "/account/factor/confirm/" in police.get(asked.url).url
    assert "B7654321" not in str(dict(police.session))
    assert police.get(f"/cases/{case.pk}/").status_code == 404


def test_what_cannot_be_opened_is_said_at_the_form(cast, case):
    police = sign_in_just_now(cast.colleague)
    short = police.post("/emergencies/open/", {**GIVEN, "reason": "Danger!"})
    assert short.status_code == 422
    assert "at least 20 letters" in text(short)
    unknown = police.post("/emergencies/open/", {**GIVEN, "paper": "B7654322"})
    assert unknown.status_code == 422
    assert "Nobody beyond your own people" in text(unknown)
    assert "B7654322" in text(unknown)


def test_a_sealed_place_opens_for_a_purpose_after_a_fresh_sign_in_alone(cast, case):
    record_whereabouts(cast.officer, case_id=case.pk, place="House 3, second floor")
    here = f"/cases/{case.pk}/whereabouts/"
    before = sign_in(cast.officer).post(here, {"purpose": "The doctor comes today."})
    assert before.url == here
    officer = sign_in_just_now(cast.officer)
    assert "House 3" not in text(officer.get(here))
    assert officer.post(here, {"purpose": ""}).status_code == 422
    assert "House 3" in text(officer.post(here, {"purpose": "The doctor comes today."}))
