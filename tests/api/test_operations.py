"""Operations over the API: the same actions."""

import pytest
from django.test import Client

from pulang.access.tokens import create_token


@pytest.fixture
def client(committed_cast):
    _, token = create_token(committed_cast.officer, label="desk")
    return Client(headers={"Authorization": f"Bearer {token}"})


def _post(client, url, *, once="", **body):
    return client.post(
        url, body, content_type="application/json", headers={"Idempotency-Key": once} if once else {}
    )


def test_people_are_registered_once_and_counted(client):
    made = _post(client, "/api/v1/operations", kind="raid", title="Operasi 4").json()
    url = f"/api/v1/operations/{made['id']}"
    first = _post(client, f"{url}/people", once="a", name="Siti Aminah", passport="C1234567", urgency="urgent")
    assert (first.status_code, first.json()["number"]) == (201, 1)
    assert _post(client, f"{url}/people", once="a", name="Siti Aminah", passport="C1234567").json() == first.json()
    likely = _post(client, f"{url}/people", name="Dewi", birth_date="1999-08-17")
    assert likely.status_code == 201
    again = _post(client, f"{url}/people", name="Dewi", birth_date="1999-08-17")
    assert (again.status_code, again.json()["code"]) == (400, "person_perhaps_known")
    board = client.get(url).json()
    assert (board["registered"], board["urgency"]["urgent"]) == (2, 1)
    people = client.get(f"{url}/people").json()["people"]
    assert [one["name"] for one in people] == ["Siti Aminah", "Dewi"]
    found = _post(client, f"{url}/find", text=first.json()["token"]).json()
    assert found["case_id"] == first.json()["case_id"]
    assert client.get(f"{url}/slips").content.startswith(b"%PDF")
    assert client.get("/api/v1/operations").json()[0]["people"] == 2
    assert _post(client, f"{url}/close").status_code == 200
    assert _post(client, f"{url}/people", name="Budi").json()["code"] == "operation_closed"
