"""Steps over the API: the same actions, problems as documents."""

import pytest
from django.test import Client

from pulang.access.tokens import create_token
from pulang.cases.actions import open_case
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft


@pytest.fixture
def case(committed_cast):
    person = register_person(committed_cast.officer, draft=PersonDraft(name="Siti Aminah", birth_date="1999"))
    return open_case(committed_cast.officer, person_id=person.pk)


def _caller(actor):
    _, token = create_token(actor, label="desk")
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def client(committed_cast):
    return _caller(committed_cast.officer)


def _post(client, url, **body):
    return client.post(url, body, content_type="application/json")


def test_a_way_home_from_beginning_to_undoing(client, case):
    url = f"/api/v1/cases/{case.pk}/steps"
    assert client.get(url).status_code == 404
    way = _post(client, url).json()
    assert len(way["steps"]) == 16
    assert way["blocking"] == ["exit", "report"]
    done = _post(client, f"{url}/report/result", version=1, result="walk_in").json()
    assert (done["standing"], done["version"], done["may_undo"]) == ("done", 2, True)
    (record,) = _post(client, f"{url}/report/open").json()
    assert (record["result"], record["agency"]) == ("walk_in", "Embassy")
    undone = _post(client, f"{url}/report/undo", version=2, reason="wrong person").json()
    assert undone["standing"] == "ready"


def test_problems_name_code_and_field(client, case):
    url = f"/api/v1/cases/{case.pk}/steps"
    _post(client, url)
    answer = _post(client, f"{url}/report/result", version=1, result="beamed_up")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "result"
    assert _post(client, f"{url}/report/result", version=7, result="walk_in").status_code == 409
    early = _post(client, f"{url}/splp/result", version=1, result="issued")
    assert (early.status_code, early.json()["code"]) == (400, "step_not_ready")
    assert _post(client, f"{url}/ticket/open").json()["errors"][0]["field"] == "purpose"


def test_a_stranger_and_a_caller_without_the_right_get_nothing(committed_cast, client, case):
    url = f"/api/v1/cases/{case.pk}/steps"
    _post(client, url)
    assert _caller(committed_cast.colleague).get(url).status_code == 404
    assert Client().get(url).status_code == 401
