"""The button that tells a partner how a step ended, and the link to reading a paper from a photo."""

import pytest

from pulang.cases.actions import open_case, share_case
from pulang.cases.queries import conversations_for
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import begin_way_home, complete_step
from tests.exchange.partner import NODE, partner_of
from tests.web.world import sign_in


@pytest.fixture
def case(cast):
    partner_of(cast)
    person = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah"))
    made = open_case(cast.officer, person_id=person.pk)
    begin_way_home(cast.officer, case_id=made.pk)
    return made


def test_a_step_is_told_to_the_partner_that_holds_the_case(cast, case):
    client, here = sign_in(cast.officer), f"/cases/{case.pk}/steps/exit/"
    assert "tell/" not in client.get(here).content.decode(), "nothing was said of it yet"
    assert client.get(f"{here}tell/").status_code == 404
    complete_step(cast.officer, case_id=case.pk, code="exit", version=1, result="escaped")
    assert f"{here}tell/" in client.get(here).content.decode()
    assert "Share it first" in client.get(f"{here}tell/").content.decode()
    share_case(cast.officer, case_id=case.pk, to=NODE)
    page = client.get(f"{here}tell/").content.decode()
    assert "Escaped" in page
    assert client.post(f"{here}tell/", {"to": "elsewhere"}).status_code == 422
    sent = client.post(f"{here}tell/", {"to": NODE})
    assert sent.status_code == 302
    kinds = [row.thread.last.kind for row in conversations_for(cast.officer)[0]]
    assert "case.update" in kinds


def test_registering_leads_to_the_photo_of_a_paper(cast):
    client = sign_in(cast.officer)
    assert "/persons/register/paper/" in client.get("/persons/").content.decode()
    sheet = client.post("/persons/register/", {"prefill": "1", "name": "Siti"}).content.decode()
    assert "/persons/register/paper/" in sheet
