"""Care over the API: a referral by consent, the plan, talks, a place in a house."""

import json
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from pulang.access.permissions import Section
from pulang.access.tokens import create_token
from pulang.cases.actions import add_member, open_case, record_consent
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft

TODAY = timezone.localdate().isoformat()


def client_of(actor):
    _, token = create_token(actor, label="desk")
    return Client(headers={"Authorization": f"Bearer {token}"})


def send(client, method, url, body=None):
    return client.generic(method, url, json.dumps(body or {}), content_type="application/json")


@pytest.fixture
def case(committed_cast):
    officer = committed_cast.officer
    person = register_person(officer, draft=PersonDraft(name="Siti Aminah"))
    return open_case(officer, person_id=person.pk)


def test_she_is_referred_by_consent_only_and_the_provider_answers(committed_cast, case):
    cast, url = committed_cast, f"/api/v1/cases/{case.pk}/care"
    officer = client_of(cast.officer)
    body = {"provider_id": str(cast.shelter.pk), "service": "shelter", "reason": "A safe place"}
    assert send(officer, "POST", f"{url}/referrals", body).status_code == 400
    record_consent(cast.officer, case_id=case.pk, scopes=["share_services"], given=True, language="id")
    made = send(officer, "POST", f"{url}/referrals", body)
    assert made.status_code == 201
    (shown,) = officer.get(url).json()["referrals"]
    assert (shown["state"], shown["reason"]) == ("asked", "A safe place")
    answer = {"accepts": True}
    refused = send(officer, "POST", f"{url}/referrals/{made.json()['id']}/answer", answer)
    assert refused.status_code == 403, "only the provider answers"


def test_a_plan_and_talks_after_she_came_home(committed_cast, case):
    officer, url = client_of(committed_cast.officer), f"/api/v1/cases/{case.pk}/care"
    goal = send(officer, "POST", f"{url}/goals", {"text": "Her own shop", "service": "vocational"}).json()
    settled = send(officer, "POST", f"{url}/goals/{goal['id']}/settle", {"reached": True})
    assert settled.status_code == 200
    talks = send(officer, "POST", f"{url}/home", {"home_on": TODAY}).json()["talks"]
    assert [one["months"] for one in talks] == [1, 3, 6, 12]
    talk = f"{url}/talks/{talks[0]['id']}"
    held = send(officer, "POST", talk, {"held_on": TODAY, "outcomes": {"work": "earns"}})
    assert held.status_code == 200
    page = officer.get(url).json()
    assert (page["goals"][0]["state"], page["talks"][0]["outcomes"]) == ("reached", {"work": "earns"})
    assert send(officer, "POST", f"{url}/talks/{goal['id']}", {"held_on": TODAY}).status_code == 404


def test_a_house_tells_its_places_and_where_she_lives_is_sealed(committed_cast, case):
    cast, url = committed_cast, f"/api/v1/cases/{case.pk}/care"
    sections = [Section.WORK, Section.CARE, Section.WHEREABOUTS]
    add_member(cast.officer, case_id=case.pk, agency_id=cast.shelter.pk, sections=sections)
    shelter = client_of(
        replace(cast.shelter_worker, permissions=cast.shelter_worker.permissions | {"token:manage"})
    )
    house = send(shelter, "POST", "/api/v1/houses", {"label": "House 2", "capacity": 3}).json()
    assert send(shelter, "PUT", f"{url}/place", {"house_id": house["id"]}).status_code == 200
    (shown,) = shelter.get("/api/v1/houses").json()
    assert (shown["taken"], shown["free"]) == (1, 2)
    assert shelter.get(url).json()["house"] == "House 2"
    assert send(shelter, "DELETE", f"{url}/place").status_code == 204
    assert shelter.get(url).json()["house"] == ""


def test_what_she_was_given_and_days_with_a_court(committed_cast, case):
    officer, url = client_of(committed_cast.officer), f"/api/v1/cases/{case.pk}/care"
    body = {"service": "medical", "what": "Dentist", "given_on": TODAY, "amount": "350000", "currency": "IDR"}
    assert send(officer, "POST", f"{url}/given", body).status_code == 201
    assert send(officer, "POST", f"{url}/given", {**body, "currency": "DEM"}).status_code == 422
    made = send(officer, "POST", f"{url}/days", {"kind": "witness", "on": TODAY, "place": "PN Medan"})
    day = f"{url}/days/{made.json()['id']}"
    assert send(officer, "POST", day, {"state": "missed", "outcome": "Ill"}).status_code == 200
    assert send(officer, "POST", day, {"state": "kept", "outcome": "again"}).status_code == 400
    page = officer.get(url).json()
    assert page["costs"] == {"IDR": "350000.00"}
    assert [(one["state"], one["place"]) for one in page["days"]] == [("missed", "PN Medan")]
