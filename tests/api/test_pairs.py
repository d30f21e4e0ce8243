"""Pairs and merges over the API: the same actions, and what may not be seen is not there."""

import pytest
from django.test import Client

from pulang.access.tokens import create_token
from pulang.lib.actor import system
from pulang.lib.ids import new_id
from pulang.matching.pairs.actions import look_for_pairs
from pulang.persons.actions import register_person
from pulang.persons.drafts import ContactDraft, PaperDraft, PersonDraft
from pulang.persons.queries import person_for
from tests.cast import make_actor

PHONE = (ContactDraft("phone", "+6289990001000", "mother"),)
NIKS = ("3171014201010001", "3171014201010009")


def caller(actor):
    _, token = create_token(actor, label="desk")
    return Client(headers={"Authorization": f"Bearer {token}"})


def send(client, url, **body):
    return client.post(f"/api/v1{url}", body, content_type="application/json")


@pytest.fixture
def client(cast):
    return caller(cast.officer)


def two(actor, *numbers):
    drafts = [
        PersonDraft(name=name, contacts=PHONE, papers=(PaperDraft("nik", number),) if number else ())
        for name, number in zip(("Siti Aminah", "Sitti Aminah"), numbers or ("", ""), strict=True)
    ]
    people = [register_person(actor, draft=draft).pk for draft in drafts]
    look_for_pairs(system("test"), person_ids=people)
    return people


@pytest.fixture
def pair(cast, client):
    two(cast.officer)
    (row,) = client.get("/api/v1/pairs").json()["pairs"]
    return row


def test_the_queue_and_one_pair_are_read(client, pair):
    assert pair["reasons"][1:] == ["phone", "name"]
    assert {pair["left"]["name"], pair["right"]["name"]} == {"Siti Aminah", "Sitti Aminah"}
    seen = client.get(f"/api/v1/pairs/{pair['id']}").json()
    assert seen["left"]["contacts"][0]["value"] == "+6289990001000"
    assert (seen["state"], seen["judgements"], seen["conflicts"]) == ("open", [], [])


def test_a_pair_is_judged_once_and_taken_back(client, pair):
    url, said = f"/pairs/{pair['id']}/judgement", {"verdict": "different", "version": 1, "reason": "Sisters."}
    for _ in range(2):
        answer = send(client, url, **said, once="t1")
        assert (answer.status_code, len(answer.json()["judgements"])) == (201, 1)
    assert client.get("/api/v1/pairs").json()["decided"] == 1
    stale = send(client, url, **said)
    assert (stale.status_code, stale.json()["code"], stale.json()["version"]) == (409, "conflict", 2)
    back = send(client, f"{url}/taken-back", version=2).json()
    assert (back["state"], back["judgements"][0]["verdict"]) == ("open", "taken_back")
    assert send(client, f"{url}/taken-back", version=3).json()["code"] == "pair_not_judged"
    assert send(client, url, verdict="perhaps", version=3).json()["errors"][0]["field"] == "verdict"


def test_a_stranger_sees_no_pair(cast, pair):
    stranger = caller(cast.desk)
    assert stranger.get("/api/v1/pairs").json()["pairs"] == []
    assert stranger.get(f"/api/v1/pairs/{pair['id']}").status_code == 404
    assert send(stranger, f"/pairs/{pair['id']}/judgement", verdict="same", version=1).status_code == 404


def merge(client, kept, gone, **more):
    return send(
        client, "/merges", kept_id=str(kept), gone_id=str(gone), **{"kept_version": 1, "gone_version": 1, **more}
    )


def test_two_records_are_joined_and_parted(cast, client):
    kept, gone = two(cast.officer)
    done = merge(client, kept, gone, take=["name"], once="t1").json()
    assert (done["state"], merge(client, kept, gone, once="t1").json()["id"]) == ("done", done["id"])
    assert client.get(f"/api/v1/persons/{kept}").json()["name"] == "Sitti Aminah"
    moved = client.get(f"/api/v1/persons/{gone}")
    assert (moved.status_code, moved.json()["code"], moved.json()["into"]) == (409, "person_merged", str(kept))
    (seen,) = client.get(f"/api/v1/persons/{kept}/merges").json()
    assert (seen["kept"]["name"], seen["gone"]["name"]) == ("Siti Aminah", "Sitti Aminah")
    version = person_for(cast.officer, kept).version
    parted = send(client, f"/merges/{done['id']}/split", version=version, reason="Sisters.").json()
    assert parted["state"] == "undone"
    assert client.get(f"/api/v1/merges/{done['id']}").json()["undone_because"] == "Sisters."
    assert client.get(f"/api/v1/persons/{gone}").json()["name"] == "Sitti Aminah"


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"kept_version": 9}, 409, "conflict"),
        ({"take": ["papers"]}, 422, "not_a_choice"),
        ({"gone_id": str(new_id())}, 404, "not_found"),
    ],
)
def test_what_cannot_be_joined_says_why(cast, client, more, status, code):
    kept, gone = two(cast.officer)
    answer = merge(client, kept, more.pop("gone_id", gone), **more)
    assert answer.status_code == status
    assert code in {answer.json()["code"], *(one["code"] for one in answer.json().get("errors", []))}


def test_two_identity_numbers_need_a_reason_and_a_second_officer(cast, client):
    kept, gone = two(cast.officer, *NIKS)
    assert merge(client, kept, gone).json()["code"] == "papers_conflict"
    asked = merge(client, kept, gone, reason="The second card is forged.").json()
    assert (asked["state"], asked["conflicts"]) == ("asked", ["nik_differs"])
    answer = {"agrees": True, "kept_version": 1, "gone_version": 1}
    assert send(client, f"/merges/{asked['id']}/answer", **answer).json()["code"] == "merge_same_officer"
    second = caller(make_actor("second", cast.embassy, "protection"))
    assert [one["id"] for one in second.get("/api/v1/merges").json()] == [asked["id"]]
    assert send(second, f"/merges/{asked['id']}/answer", **answer).json()["state"] == "done"
    assert caller(cast.desk).get(f"/api/v1/merges/{asked['id']}").status_code == 404
