"""Interviews over the API: begun, answered, assessed, exported."""

import json

import pytest

from pulang.access.tokens import create_token
from pulang.cases.actions import share_case
from tests.exchange.partner import NODE, partner_of
from tests.identification.conftest import make_case


@pytest.fixture
def ask(cast, client):
    """`ask(method, path, body)` as the officer; gives status and JSON."""
    _token, secret = create_token(cast.officer, label="a program")

    def call(method, path, body=None):
        headers = {"authorization": f"Bearer {secret}"}
        found = client.generic(
            method, f"/api/v1{path}", json.dumps(body or {}), "application/json", headers=headers
        )
        return found.status_code, found.json() if found.content else None

    return call


def test_an_interview_from_start_to_export(cast, ask):
    case = make_case(cast.officer)
    status, made = ask("POST", f"/cases/{case.pk}/interviews", {"language": "id"})
    assert status == 201
    here = f"/interviews/{made['id']}"
    assert ask("POST", f"{here}/answers", {"item": "violence", "answer": "yes"})[0] == 400
    assert ask("POST", f"{here}/consent", {"given": True, "share_partner": False})[0] == 200
    for item in ("could_not_leave", "papers_held", "was_recruited", "ill"):
        status, saved = ask("POST", f"{here}/answers", {"item": item, "answer": "yes", "evidence": ["said"]})
        assert (status, saved["version"], len(saved["standing"])) == (200, 1, 1)
    assert ask("POST", f"{here}/answers", {"item": "no-such", "answer": "yes"})[0] == 404
    assert ask("POST", f"{here}/answers", {"item": "ill", "answer": "maybe"})[0] == 422
    assert ask("POST", f"{here}/sections", {"section": "harm"})[0] == 200
    assert ask("POST", f"{here}/pause")[0] == 200
    assert ask("POST", f"{here}/answers", {"item": "ill", "answer": "no", "base": 1})[0] == 400
    assert ask("POST", f"{here}/resume")[0] == 200
    assert ask("POST", f"{here}/finish")[0] == 200
    _, found = ask("GET", here)
    assert (found["state"], found["answered"], found["skipped"]) == ("finished", 4, ["harm"])
    assert found["urgent_risks"] == ["illness"]
    assert ask("POST", f"{here}/assessments", {"age": 24})[0] == 201
    assert ask("POST", f"{here}/assessments", {"age": None})[0] == 201
    _, both = ask("GET", f"/cases/{case.pk}/assessments")
    assert len(both["assessments"]) == 2
    assert both["assessments"][0]["result"]["consent_irrelevant"]
    assert both["assessments"][1]["result"]["other_rule"]
    status, exported = ask("GET", f"/cases/{case.pk}/htcds")
    assert status == 200
    assert exported[0]["htcds"]["vic_AgeWhenTrafficked"] == 24
    assert "WithholdsDocuments" in exported[0]["htcds"]["vic_MethodsOfControl"]
    assert set(exported[0]["ic_tip"]) == {"event", "victim", "perpetrator", "reporting_entity"}
    _, rows = ask("GET", f"/cases/{case.pk}/interviews")
    assert rows[0]["assessments"] == 2


def test_a_summary_goes_to_the_partner_and_is_read_apart_from_messages(cast, ask):
    case = make_case(cast.officer)
    partner_of(cast)
    share_case(cast.officer, case_id=case.pk, to=NODE)
    _, made = ask("POST", f"/cases/{case.pk}/interviews", {"language": "id"})
    here = f"/interviews/{made['id']}"
    assert ask("POST", f"{here}/summary", {"to": NODE})[0] == 400
    assert ask("POST", f"{here}/consent", {"given": True, "share_partner": True})[0] == 200
    said = {"item": "ill", "answer": "yes", "evidence": ["said"], "quotation": "a fever"}
    assert ask("POST", f"{here}/answers", said)[0] == 200
    status, sent = ask("POST", f"{here}/summary", {"to": NODE, "remark": "Tired."})
    assert (status, sent["kind"]) == (201, "interview.summary")
    _, (row,) = ask("GET", f"/cases/{case.pk}/summaries")
    assert (row["id"], row["outgoing"]) == (sent["id"], True)
    _, found = ask("GET", f"/summaries/{sent['id']}")
    assert found["answers"][0]["quotation"] == "a fever"
    assert found["handling"]["code"] == "H2"
    assert ask("GET", f"/messages/{sent['id']}")[1]["body"] is None
