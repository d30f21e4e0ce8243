"""The API of messages: the same actions with a token."""

import pytest

from pulang.cases.actions import add_file, open_case
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.api.test_cases import Caller
from tests.exchange.partner import NODE, asks, partner_of
from tests.web.objects import PDF

FOUND = {"outcome": "victim", "act": "established", "means": "indicated", "purpose": "established"}


@pytest.fixture
def partner(committed_cast):
    return partner_of(committed_cast)


@pytest.fixture
def case(committed_cast, partner):
    person = register_person(committed_cast.officer, draft=PersonDraft(name="Siti Aminah"))
    return open_case(committed_cast.officer, person_id=person.pk)


@pytest.fixture
def caller(committed_cast):
    return Caller(committed_cast.officer)


def test_a_case_is_shared_asked_about_and_answered(caller, partner, case):
    here = f"/cases/{case.pk}"
    shared = caller.send(f"{here}/share", {"to": NODE, "summary": "Held in Bavet."}, once="s1")
    assert shared.status_code == 201
    assert caller.send(f"{here}/share", {"to": NODE}, once="s1").json()["id"] == shared.json()["id"]
    question = {"to": NODE, "kind": "nationality.request", "body": {"question": "Is she yours?"}, "due": "danger"}
    sent = caller.send(f"{here}/messages", question).json()
    assert sent["reply_by"]
    asked = asks(partner, case)
    rows = caller.get("/messages").json()["threads"]
    assert [row["standing"] for row in rows] == ["for_us", "for_partner", "settled"]
    assert [row["last_id"] for row in caller.get("/messages", standing="for_us").json()["threads"]] == [str(asked)]
    answered = caller.send(f"/messages/{asked}/answer", {"body": {**FOUND, "reasons": "Heard."}}, once="a")
    assert answered.status_code == 201
    thread = caller.get(f"/messages/{asked}/thread").json()
    assert [each["kind"] for each in thread] == ["identification.request", "identification.answer"]
    assert thread[0]["receipts"][0]["level"] == "accepted"
    assert thread[1]["re"] == str(asked)
    assert caller.get(f"/messages/{asked}").json()["body"]["question"] == "Who is she?"
    assert len(caller.get(f"{here}/messages").json()["threads"]) == 3


def test_having_read_an_answer_ends_its_task(caller, partner, case):
    caller.send(f"/cases/{case.pk}/share", {"to": NODE})
    said = asks(partner, case, "nationality.answer", result="verified")
    assert caller.send(f"/messages/{said}/read", {}).json() == {"done": 1}
    assert caller.send(f"/messages/{said}/read", {}).json() == {"done": 0}


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"to": "ncb-elsewhere"}, 400, "not_shared"),
        ({"kind": "case.update"}, 422, "malformed"),
        ({"body": {"text": ""}}, 422, "required"),
        ({"body": {"text": "x" * 10_001}}, 422, "text_too_long"),
        ({"body": {"text": "x", "case": 7}}, 201, ""),
        ({"due": "soon"}, 422, "malformed"),
        ({"subject": "x"}, 422, "malformed"),
    ],
)
def test_what_may_not_be_sent_is_a_problem(caller, partner, case, change, status, code):
    caller.send(f"/cases/{case.pk}/share", {"to": NODE})
    answer = caller.send(
        f"/cases/{case.pk}/messages", {"to": NODE, "kind": "note", "body": {"text": "x"}, **change}
    )
    assert answer.status_code == status
    assert code in {"", answer.json().get("code")}


def test_without_agreement_nothing_is_sent(caller, partner, case):
    partner.agreement.terms["kinds"] = ["note"]
    partner.agreement.save()
    answer = caller.send(f"/cases/{case.pk}/share", {"to": NODE})
    assert (answer.status_code, answer.json()["code"]) == (400, "agreement_missing")
    assert caller.get("/messages").json()["threads"] == []


def test_a_return_out_of_place_is_refused(caller, partner, case):
    caller.send(f"/cases/{case.pk}/share", {"to": NODE})
    notice = {"to": NODE, "flight": "QZ475", "day": "2099-01-01"}
    assert caller.send(f"/cases/{case.pk}/return-notice", notice).json()["code"] == "notice_out_of_place"


def test_to_a_stranger_nothing_is_there(committed_cast, caller, partner, case):
    caller.send(f"/cases/{case.pk}/share", {"to": NODE})
    asked = asks(partner, case)
    stranger = Caller(committed_cast.colleague)
    for path in (f"/messages/{asked}", f"/messages/{asked}/thread", f"/cases/{case.pk}/messages"):
        assert stranger.get(path).status_code == 404
    assert stranger.send(f"/messages/{asked}/answer", {"body": FOUND}).status_code == 404
    assert stranger.send(f"/cases/{case.pk}/share", {"to": NODE}).status_code == 404


def test_a_file_goes_with_a_message_and_shows_how_far_it_is(caller, committed_cast, partner, case):
    partner.agreement.terms["attachment_bytes"] = 1024 * 1024
    partner.agreement.save()
    file = add_file(committed_cast.officer, case_id=case.pk, name="contract.pdf", content=PDF)
    sent = caller.send(f"/cases/{case.pk}/share", {"to": NODE, "files": [str(file.pk)]}).json()
    (going,) = caller.get(f"/messages/{sent['id']}").json()["attachments"]
    assert (going["name"], going["state"], going["held"]) == ("contract.pdf", "waiting", 0)
    assert going["file_id"] == str(file.pk)


def test_what_was_said_of_a_step_is_told_to_the_partner(caller, partner, case):
    steps = f"/cases/{case.pk}/steps"
    caller.send(f"/cases/{case.pk}/share", {"to": NODE})
    caller.send(steps, {})
    assert caller.send(f"{steps}/report/share", {"to": NODE}).status_code == 404
    assert caller.send(f"{steps}/report/result", {"version": 1, "result": "walk_in"}).status_code == 200
    told = caller.send(f"{steps}/report/share", {"to": NODE})
    assert told.status_code == 201
    body = caller.get(f"/messages/{told.json()['id']}").json()["body"]
    assert [(step["code"], step["result"]) for step in body["steps"]] == [("report", "walk_in")]
