"""Many people over the API: bulk, papers, flights, arrivals; the same actions, the same permissions."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pulang.access.tokens import create_token
from pulang.operations.actions import open_operation, register_into, run_bulk
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import complete_steps
from tests.web.objects_together import READY

DAY = (timezone.localdate() + timedelta(days=9)).isoformat()
SEGMENTS = [{"flight": "QZ475", "from": "PNH", "to": "CGK"}]


@pytest.fixture
def client(committed_cast):
    _, token = create_token(committed_cast.officer, label="desk")
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def url(committed_cast):
    """An operation with two people, the first of whom has all she needs to travel."""
    officer = committed_cast.officer
    operation = open_operation(officer, kind="walk_in", title="Gelombang")
    rows = [
        register_into(officer, operation_id=operation.pk, draft=PersonDraft(name=name)) for name in ("Siti", "Dewi")
    ]
    for code, (result, data) in READY.items():
        complete_steps(officer, code=code, result=result, wanted={rows[0].case_id: data})
    return f"/api/v1/operations/{operation.pk}"


def send(client, method, url, body=None, *, once=""):
    headers = {"Idempotency-Key": once} if once else {}
    return client.generic(method, url, json.dumps(body or {}), content_type="application/json", headers=headers)


def test_a_step_for_many_is_previewed_done_once_and_told_line_by_line(client, url, committed_cast):
    asked = {"code": "splp", "result": "passport_valid"}
    body = {"kind": "step", "asked": asked, "numbers": [1, 2]}
    seen = send(client, "POST", f"{url}/together/preview", body).json()
    assert [(one["number"], one["code"]) for one in seen] == [(1, "step_settled"), (2, "step_not_ready")]
    body["asked"] = {"code": "health", "result": "fit"}
    first = send(client, "POST", f"{url}/together", body, once="a")
    assert first.status_code == 202
    assert send(client, "POST", f"{url}/together", body, once="a").json() == first.json()
    run_bulk(committed_cast.officer, bulk_id=first.json()["id"])
    told = client.get(f"{url}/together/{first.json()['id']}").json()
    assert (told["done"], told["total"], {line["state"] for line in told["lines"]}) == (2, 2, {"done"})
    assert len(client.get(f"{url}/together").json()) == 1


def test_a_paper_is_issued_under_one_number_and_printed(client, url):
    body = {"kind": "nationality_list", "numbers": [1, 2], "language": "en"}
    assert len(send(client, "POST", f"{url}/papers/preview", body).json()) == 2
    made = send(client, "POST", f"{url}/papers", body, once="p").json()
    assert send(client, "POST", f"{url}/papers", body, once="p").json() == made
    (row,) = client.get(f"{url}/papers").json()
    assert (row["id"], row["people"]) == (made["id"], 2)
    assert client.get(f"{url}/papers/{made['id']}").content.startswith(b"%PDF")
    assert client.get(f"{url}/papers/{made['id']}/sheet").content.startswith(b"PK")
    assert send(client, "POST", f"{url}/papers", {**body, "kind": "poem"}).status_code == 422


def test_a_flight_is_planned_filled_left_and_arrivals_come_once(client, url, committed_cast):
    made = send(client, "POST", f"{url}/flights", {"day": DAY, "segments": SEGMENTS, "seats": 2}).json()
    flight = f"{url}/flights/{made['id']}"
    asked = {"flight": made["id"], "payer": "self_paid"}
    bulk = send(client, "POST", f"{url}/together", {"kind": "flight", "asked": asked, "numbers": [1]}).json()
    run_bulk(committed_cast.officer, bulk_id=bulk["id"])
    (passenger,) = client.get(flight).json()["passengers"]
    one = f"{flight}/passengers/{passenger['id']}"
    assert send(client, "PUT", one, {"seat": "12a", "needs": "wheelchair"}).status_code == 200
    assert send(client, "POST", f"{flight}/close").status_code == 200
    assert send(client, "POST", f"{flight}/papers", {"kind": "manifest", "language": "en"}).status_code == 201
    assert send(client, "POST", f"{one}/off", {"reason": ""}).status_code == 422
    left = send(client, "POST", f"{flight}/left").json()
    assert [line["number"] for line in left] == [1]
    checks = [
        {"number": 1, "state": "arrived"},
        {"number": 1, "state": "arrived"},
        {"number": 9, "state": "arrived"},
    ]
    told = send(client, "POST", f"{flight}/arrivals", {"checks": checks}).json()
    assert [line["code"] for line in told] == ["", "", "not_found"]
    shown = client.get(flight).json()
    assert (shown["passengers"][0]["state"], shown["passengers"][0]["seat"]) == ("arrived", "12A")


def test_costs_are_summed_by_currency_and_leaders_see_where_people_wait(client, url):
    for currency in ("USD", "IDR"):
        line = {"kind": "ticket", "amount": "145.50", "currency": currency, "payer": "self", "number": 1}
        assert send(client, "POST", f"{url}/costs", line).status_code == 201
    sums = client.get(f"{url}/costs").json()["sums"]
    assert {currency: kinds["total"] for currency, kinds in sums.items()} == {"USD": "145.50", "IDR": "145.50"}
    shown = client.get(f"{url}/overview").json()
    assert shown["registered"] == 2
    assert "registration" in {one["step"] for one in shown["waiting"]}


def test_a_stranger_finds_nothing(url, committed_cast):
    _, token = create_token(committed_cast.colleague, label="x")
    stranger = Client(headers={"Authorization": f"Bearer {token}"})
    for path in ("/overview", "/flights", "/papers", "/costs"):
        assert stranger.get(url + path).status_code == 404
