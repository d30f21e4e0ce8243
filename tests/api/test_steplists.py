"""The steps home over the API: a draft, a flaw, a publication; a step given away, a way moved."""

import json

import pytest
from django.test import Client

from pulang.access.tokens import create_token
from pulang.cases.actions import open_case
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import begin_way_home
from pulang.repatriation.queries.lists import current_number
from tests.api.test_matrix import token_of

LISTS = "/api/v1/step-lists"


@pytest.fixture
def administrator(committed_cast):
    return Client(headers={"Authorization": f"Bearer {token_of(committed_cast.administrator)}"})


def send(client, method, url, body=None):
    return client.generic(method, url, json.dumps(body or {}), content_type="application/json")


def test_a_list_is_drafted_mended_and_published_and_a_way_moves_to_it(administrator, committed_cast):
    _, token = create_token(committed_cast.officer, label="desk")
    officer = Client(headers={"Authorization": f"Bearer {token}"})
    person = register_person(committed_cast.officer, draft=PersonDraft(name="Siti"))
    case = open_case(committed_cast.officer, person_id=person.pk)
    begin_way_home(committed_cast.officer, case_id=case.pk)
    draft = f"{LISTS}/drafts/{send(administrator, 'POST', LISTS, {'base': current_number()}).json()['id']}"
    number = current_number() + 1
    step = administrator.get(f"{LISTS}/{number}").json()["data"]["steps"]["health"]
    wrong = {**step, "after": {"all": ["nowhere"]}}
    shown = send(administrator, "PUT", f"{draft}/steps/health", {"step": wrong}).json()
    assert [(flaw["step"], flaw["code"]) for flaw in shown["flaws"]] == [("health", "step_unknown")]
    assert send(administrator, "POST", f"{draft}/publish", {"remark": "x"}).json()["code"] == "draft_flawed"
    stale = send(administrator, "PUT", f"{draft}/steps/health", {"step": step, "version": 1})
    assert stale.status_code == 409
    assert send(administrator, "PUT", f"{draft}/steps/health", {"step": step}).json()["flaws"] == []
    assert send(administrator, "POST", f"{draft}/publish", {"remark": "x"}).status_code == 200
    assert [one["is_current"] for one in administrator.get(LISTS).json()] == [True, False, False]
    assert send(administrator, "DELETE", draft).status_code == 404
    way = f"/api/v1/cases/{case.pk}/steps"
    assert officer.get(way).json()["newer_list"] == str(number)
    moved = send(officer, "POST", f"{way}/list", {"number": str(number), "reason": "New"}).json()
    assert (moved["list_version"], moved["newer_list"]) == (str(number), "")
    given = send(officer, "POST", f"{way}/exit/agency", {"agency_id": str(committed_cast.embassy.pk)})
    assert given.json()["agency"] == committed_cast.embassy.name
    assert officer.get(LISTS).status_code == 403
