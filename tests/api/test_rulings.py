"""Acts under compulsion, the letter, papers and files of suspects over the API; neither side sees the other."""

import json
from contextlib import contextmanager

import pytest
from django.db import transaction

from pulang.access.tokens import create_token
from pulang.cases.actions import make_decision
from tests.cast import make_actor
from tests.identification.conftest import make_case, make_interview

ELEMENTS = {"act": "established", "means": "established", "purpose": "established"}
ACT = {"kind": "online_scam", "what": "Wrote to strangers.", "compulsions": ["debt"], "link": "direct"}
TO = {"addressee": "Immigration", "country": "IDN", "language": "en", "on": "2026-09-30"}


@pytest.fixture
def ask(cast, client):
    """`ask(actor, method, path, body)` gives status and what came: JSON, or bytes."""
    secrets = {}

    def call(actor, method, path, body=None, **headers):
        if actor.id not in secrets:
            secrets[actor.id] = create_token(actor, label="a program")[1]
        headers = {"authorization": f"Bearer {secrets[actor.id]}", **headers}
        text = "" if body is None else json.dumps(body)
        found = client.generic(method, f"/api/v1{path}", text, "application/json", headers=headers)
        content = b"".join(found)
        said = json.loads(content) if content and "json" in found["Content-Type"] else content
        return found.status_code, said

    return call


@pytest.fixture
def case(cast):
    return make_case(cast.officer)


def test_from_the_act_to_the_letter(cast, ask, case):
    here, officer = f"/cases/{case.pk}/non-punishment", cast.officer
    make_decision(officer, case_id=case.pk, outcome="victim", **ELEMENTS, reasons="Heard alone.")
    assert ask(officer, "POST", f"{here}/letters", TO)[0] == 400
    status, act = ask(officer, "POST", f"{here}/acts", ACT)
    assert status == 201
    fine = {"kind": "overstay_fine", "state": "imposed", "authority": "Immigration", "act_id": act["id"]}
    assert ask(officer, "POST", f"{here}/sanctions", fine)[0] == 201
    assert ask(officer, "POST", f"{here}/acts", {**ACT, "link": "x"})[0] == 422
    once = {"idempotency-key": "letter-1"}
    status, file = ask(officer, "POST", f"{here}/letters", TO, **once)
    assert status == 201
    assert ask(officer, "POST", f"{here}/letters", TO, **once)[1] == file
    status, paper = ask(officer, "GET", f"/cases/{case.pk}/files/{file['id']}")
    assert (status, paper[:4]) == (200, b"%PDF")
    assert ask(officer, "POST", f"{here}/acts/{act['id']}/withdraw", {"reason": "Misheard."})[0] == 200
    _, found = ask(officer, "GET", here)
    assert found["acts"][0]["withdrawn_because"] == "Misheard."
    assert found["sanctions"][0]["act_id"] == act["id"]
    assert ask(cast.colleague, "GET", here)[0] == 404


def test_papers_come_as_pdf(cast, ask, case):
    interview = make_interview(cast.officer, case)
    made = make_decision(cast.officer, case_id=case.pk, outcome="victim", **ELEMENTS, reasons="Heard alone.")
    for path in ("/interviews/blank", f"/interviews/{interview.pk}", f"/cases/{case.pk}/decisions/{made.pk}"):
        status, paper = ask(cast.officer, "GET", f"{path}/paper?language=km")
        assert (status, paper[:4]) == (200, b"%PDF"), path
        assert ask(cast.officer, "GET", f"{path}/paper?language=fr")[0] == 422


def suspect_world(cast, ask, case, coordinator):
    """A file with an entry and a second reader, linked to the case."""
    told = {"name": "Siti Aminah", "suspicion": "Recruited two men."}
    _, file = ask(cast.colleague, "POST", "/suspects", told)
    here = f"/suspects/{file['id']}"
    assert ask(cast.colleague, "POST", f"{here}/entries", {"text": "Heard two.", "stage": "charged"})[0] == 201
    second = make_actor("second", cast.police, "investigator")
    assert ask(cast.colleague, "POST", f"{here}/readers", {"officer": str(second.id)})[0] == 204
    _, found = ask(second, "GET", here)
    assert (found["stage"], found["entries"][0]["text"]) == ("charged", "Heard two.")
    assert [reader["name"] for reader in found["readers"]] == [cast.colleague.name, second.name]
    numbers = {"case_number": case.number, "file_number": found["number"]}
    assert ask(coordinator, "POST", "/double-status", numbers)[0] == 201
    return here


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_neither_side_sees_the_other(cast, ask, case):
    coordinator = make_actor("coordinator", cast.police, "double_status")
    hers = [f"/cases/{case.pk}", f"/cases/{case.pk}/non-punishment", "/cases", f"/cases/{case.pk}/assessments"]
    before = [ask(cast.officer, "GET", path) for path in hers]
    with taken_back():
        here = suspect_world(cast, ask, case, coordinator)
        assert [ask(cast.officer, "GET", path) for path in hers] == before
        assert ask(cast.officer, "GET", here)[0] in {403, 404}
        assert ask(cast.officer, "GET", "/double-status")[0] == 403
        assert ask(coordinator, "GET", here)[0] == 403
        _, links = ask(coordinator, "GET", "/double-status")
        assert (links[0]["case_number"], links[0]["stage"], links[0]["both"]) == (case.number, "charged", [])
        theirs = ask(cast.colleague, "GET", here)
        assert ask(cast.officer, "POST", f"/cases/{case.pk}/non-punishment/acts", ACT)[0] == 201
        assert ask(cast.colleague, "GET", here) == theirs
        assert ask(coordinator, "DELETE", f"/double-status/{links[0]['id']}")[0] == 204
        assert ask(coordinator, "GET", "/double-status")[1] == []
    assert before[0][0] == 200
