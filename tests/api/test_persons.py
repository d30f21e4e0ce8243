"""Persons and lists over the API: the same actions, the same answers for what may not be seen."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from pulang.access.tokens import create_token
from pulang.cases.lists.actions import run_import
from pulang.cases.lists.sample import sample_list

SITI = {
    "name": "Siti Aminah",
    "birth_date": "17/8/1995",
    "sex": "female",
    "nationality": "IDN",
    "languages": ["id"],
    "papers": [{"kind": "passport", "number": "B 123 4567", "state": "taken"}],
    "contacts": [{"kind": "phone", "value": "0899 9000 1000", "safe": False}],
    "other_names": [{"kind": "khmer", "text": "ស៊ីទី"}],
}


def caller(actor):
    _, token = create_token(actor, label="desk")
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def client(committed_cast):
    return caller(committed_cast.officer)


@pytest.fixture
def stranger(committed_cast):
    return caller(committed_cast.colleague)


def send(client, url, body, method="post"):
    return getattr(client, method)(f"/api/v1{url}", body, content_type="application/json")


@pytest.fixture
def siti(client):
    return send(client, "/persons", SITI).json()


def test_a_person_is_registered_read_and_changed(client, siti):
    assert siti["birth_date"] == "1995-08-17"
    assert siti["papers"][0]["number"] == "B1234567"
    changed = send(client, f"/persons/{siti['id']}", {**SITI, "name": "Siti Rahma", "version": 1}, "put").json()
    assert (changed["name"], changed["version"]) == ("Siti Rahma", 2)
    assert client.get(f"/api/v1/persons/{siti['id']}").json() == changed


def test_an_old_version_overwrites_nothing(client, siti):
    send(client, f"/persons/{siti['id']}", {**SITI, "version": 1}, "put")
    answer = send(client, f"/persons/{siti['id']}", {**SITI, "name": "x y", "version": 1}, "put")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_the_same_token_registers_once(client):
    first, second = (send(client, "/persons", {**SITI, "once": "t1"}).json() for _ in range(2))
    assert first == second


def test_the_same_paper_is_refused_with_a_code(client, siti):
    assert send(client, "/persons", SITI).json()["code"] == "person_exists"


def test_a_search_gives_reasons_and_strangers_learn_whom_to_ask(client, stranger, siti, committed_cast):
    sought = {"name": "Aminah Siti", "birth_date": "1995-08-17"}
    (match,) = send(client, "/persons/search", sought).json()["matches"]
    assert match["strength"] == "likely"
    assert {claim["code"] for claim in match["claims"]} == {"word_equal", "birth_date_equal"}
    assert send(stranger, "/persons/search", sought).json() == {
        "matches": [],
        "elsewhere": [committed_cast.embassy.name],
        "crowded": False,
    }


def test_she_is_not_there_for_a_stranger(stranger, siti):
    for part in ("", "/photo"):
        assert stranger.get(f"/api/v1/persons/{siti['id']}{part}").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"birth_date": "2195"}, "birth_date"),
        ({"papers": [{"kind": "nik", "number": "3171013208950002"}]}, "papers.0.number"),
        ({"sex": "x"}, "sex"),
    ],
)
def test_a_problem_names_its_field(client, change, field):
    answer = send(client, "/persons", {**SITI, **change})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("body", [{}, {"name": 7}, {"name": "x", "papers": "all"}, []])
def test_a_body_of_another_form_is_refused(client, body):
    assert send(client, "/persons", body).status_code == 422


def test_a_photo_goes_in_and_comes_out(client, siti, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    target = io.BytesIO()
    Image.new("RGB", (30, 30), "teal").save(target, "PNG")
    url = f"/api/v1/persons/{siti['id']}/photo"
    assert client.get(url).status_code == 404
    assert client.post(url, {"photo": SimpleUploadedFile("face.png", target.getvalue())}).status_code == 204
    assert client.get(url)["Content-Type"] == "image/png"
    assert client.post(url, {"photo": SimpleUploadedFile("face.png", b"MZ\x90")}).status_code == 422


def test_a_list_is_handed_in_and_its_rows_are_told(client, stranger, committed_cast):
    sent = {"file": SimpleUploadedFile("arrivals.xlsx", sample_list()), "label": "Bus", "once": "t1"}
    answer = client.post("/api/v1/lists", sent)
    taken = answer.json()
    assert (answer.status_code, taken["counts"]["pending"], taken["counts"]["rejected"]) == (202, 36, 5)
    run_import(committed_cast.officer, import_id=taken["id"])
    url = f"/api/v1/lists/{taken['id']}"
    assert client.get(url).json()["counts"]["created"] == 36
    first = client.get(f"{url}/rows?state=rejected").json()[0]
    assert first["messages"][-1]["code"] == "same_person_as_row"
    assert client.get(f"{url}/returned").content.startswith(b"PK")
    assert [entry["id"] for entry in client.get("/api/v1/lists").json()] == [taken["id"]]
    for part in ("", "/rows", "/returned"):
        assert stranger.get(url + part).status_code == 404


def test_what_is_no_list_is_a_problem(client):
    answer = client.post("/api/v1/lists", {"file": SimpleUploadedFile("x.xlsx", b"MZ\x90\x00"), "label": "Bus"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "list_unreadable")
    assert client.post("/api/v1/lists", {"label": "Bus"}).status_code == 422


def test_a_list_is_matched_in_its_order_with_sentences(client, siti):
    people = [{"name": "Rina Wati"}, {"name": "Sitti Aminah", "birth_date": "1995"}, {"name": "🙂"}]
    none, match, empty = send(client, "/match", {"people": people}).json()["found"]
    assert none["matches"] == empty["matches"] == []
    assert match["matches"][0]["person_id"] == siti["id"]
    assert "“sitti” is another spelling of “siti”" in {claim["says"] for claim in match["matches"][0]["claims"]}


def test_a_list_of_too_many_is_refused(client):
    answer = send(client, "/match", {"people": [{"name": "Rina"}] * 501})
    assert answer.status_code == 422
    assert "500" in answer.content.decode()
