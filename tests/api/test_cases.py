"""The API of reports and cases: the same actions with a token."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pulang.access.accounts.agencies import set_decision_policy
from pulang.access.tokens import create_token
from pulang.cases.actions import open_case
from pulang.cases.queries import case_page_for
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.cases.test_files import PDF
from tests.cast import make_actor

API = "/api/v1"
TOLD = {"channel": "hotline", "narrative": "She asks for help.", "subject": {"name": "Rahmawati"}}


class Caller:
    """A program with the token of an officer."""

    def __init__(self, actor):
        _token, text = create_token(actor, label="test")
        self.client = Client(headers={"Authorization": f"Bearer {text}"})

    def get(self, path, **query):
        return self.client.get(API + path, query)

    def send(self, path, body, *, method="post", once=""):
        headers = {"Idempotency-Key": once} if once else {}
        return getattr(self.client, method)(API + path, body, content_type="application/json", headers=headers)


@pytest.fixture
def case(committed_cast):
    person = register_person(committed_cast.officer, draft=PersonDraft(name="Siti Aminah"))
    return open_case(committed_cast.officer, person_id=person.pk)


@pytest.fixture
def caller(committed_cast):
    return Caller(committed_cast.officer)


def test_a_report_is_taken_once_and_reads_back(caller):
    first, second = (caller.send("/reports", TOLD, once="k1") for _ in range(2))
    assert first.status_code == 201
    assert first.json() == second.json()
    (row,) = caller.get("/reports").json()["reports"]
    assert caller.get(f"/reports/{row['id']}").json()["subject"] == {"name": "Rahmawati"}


def test_the_whole_way_of_a_case(caller, committed_cast, case):
    report = caller.send("/reports", TOLD).json()
    opened = caller.send("/cases", {"person_id": str(case.person_id), "report_ids": [report["id"]]})
    assert opened.json()["id"] == str(case.pk)
    here = f"/cases/{case.pk}"
    task = caller.send(f"{here}/tasks", {"code": "call_family"}).json()
    assert [row["id"] for row in caller.get("/cases/queue").json()["rows"]] == [task["id"]]
    assert caller.send(f"{here}/tasks/{task['id']}/done", {}).status_code == 200
    member = caller.send(f"{here}/members", {"agency_id": str(committed_cast.police.pk), "sections": ["identity"]})
    assert Caller(committed_cast.colleague).get(here).json()["person"]["name"] == "Siti Aminah"
    assert caller.client.delete(f"{API}{here}/members/{member.json()['id']}").status_code == 204
    assert Caller(committed_cast.colleague).get(here).status_code == 404
    consent = caller.send(f"{here}/consents", {"scopes": ["photo"], "given": True, "language": "id"}).json()
    assert caller.send(f"{here}/consents/{consent['id']}/withdraw", {}).status_code == 200
    elements = {"act": "established", "means": "indicated", "purpose": "established"}
    assert (
        caller.send(f"{here}/decisions", {"outcome": "victim", "reasons": "heard", **elements}).status_code == 201
    )
    assert (
        caller.send(f"{here}/status", {"status": "verification"}, method="put").json()["status"] == "verification"
    )
    closed = caller.send(f"{here}/close", {"outcome": "home", "reason": "settled"})
    assert closed.json()["status"] == "closed"
    assert caller.send(f"{here}/tasks", {"code": "x"}).json()["code"] == "case_closed"
    assert caller.send(f"{here}/reopen", {"reason": "she called"}).json()["status"] == "open"
    shown = caller.get(here).json()
    assert shown["decisions"][0]["outcome"] == "victim"
    assert shown["consents"][0]["withdrawn_at"]
    assert caller.get(f"{here}/openings").json()[0]["officer"] == "Officer"
    assert caller.get(f"{here}/timeline").json()["entries"][0]["kind"] == "case.reopened"


def test_a_file_goes_in_and_comes_back(caller, case):
    here = f"{API}/cases/{case.pk}/files"
    sent = caller.client.post(here, {"file": SimpleUploadedFile("s.pdf", PDF), "section": "files"})
    assert sent.status_code == 201
    assert b"".join(caller.client.get(f"{here}/{sent.json()['id']}").streaming_content) == PDF
    bad = caller.client.post(here, {"file": SimpleUploadedFile("s.pdf", b"MZ" + b"\0" * 99), "section": "files"})
    assert (bad.status_code, bad.json()["errors"][0]["code"]) == (422, "file_kind")


def test_a_stale_change_is_a_conflict_that_says_what_stands(caller, case):
    here = f"/cases/{case.pk}/urgency"
    assert caller.send(here, {"urgency": "danger", "version": 1}, method="put").status_code == 200
    answer = caller.send(here, {"urgency": "normal", "version": 1}, method="put")
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["current"]["urgency"] == "danger"
    assert answer.json()["version"] == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"narrative": "x"},
        {**TOLD, "channel": "pigeon"},
        {**TOLD, "narrative": ["x"]},
        {**TOLD, "narrative": "x" * 20_001},
        {**TOLD, "subject": "Rahmawati"},
        {**TOLD, "subject": {"name": 7}},
        {**TOLD, "naratif": "x"},
        [],
    ],
)
def test_what_has_the_wrong_form_is_a_problem_and_keeps_nothing(caller, body):
    answer = caller.send("/reports", body)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert caller.get("/reports").json()["reports"] == []


def test_what_is_another_agencys_is_not_there(committed_cast, case):
    stranger = Caller(committed_cast.colleague)
    here = f"/cases/{case.pk}"
    assert stranger.get("/cases").json()["cases"] == []
    for path in (here, f"{here}/timeline", f"{here}/openings"):
        assert stranger.get(path).status_code == 404
    for path, body in {"tasks": {"code": "x"}, "whereabouts": {"place": "x"}}.items():
        assert stranger.send(f"{here}/{path}", body).status_code == 404
    assert len(case_page_for(committed_cast.officer, case.pk).tasks) == 0


def test_without_a_token_nothing_is_there():
    assert Client().get(f"{API}/cases").status_code == 401


def test_a_decision_is_confirmed_and_reviewed_by_programs(committed_cast, caller, case):
    set_decision_policy(committed_cast.administrator, agency=committed_cast.embassy.pk, confirms=True)
    here = f"/cases/{case.pk}/decisions"
    elements = {"act": "established", "means": "indicated", "purpose": "established"}
    made = caller.send(here, {"outcome": "victim", **elements, "reasons": "heard", "laws": ["palermo_3b"]}).json()
    shown = caller.get(f"/cases/{case.pk}").json()["decisions"][0]
    assert (shown["standing"], shown["laws"], shown["supersedes_id"]) == ("awaiting", ["palermo_3b"], None)
    own = caller.send(f"{here}/{made['id']}/confirmation", {"agrees": True})
    assert (own.status_code, own.json()["code"]) == (400, "decision_same_officer")
    second = Caller(make_actor("second", committed_cast.embassy, "protection"))
    assert second.send(f"{here}/{made['id']}/confirmation", {"agrees": True}).status_code == 201
    asked = caller.send(f"{here}/{made['id']}/reviews", {"channel": "phone", "reason": "She was not heard."})
    assert asked.status_code == 201
    again = {"outcome": "presumed_victim", **elements, "reasons": "heard again", "supersedes": made["id"]}
    assert caller.send(here, again).status_code == 201
    standings = [each["standing"] for each in caller.get(f"/cases/{case.pk}").json()["decisions"]]
    assert standings == ["awaiting", "superseded"]
