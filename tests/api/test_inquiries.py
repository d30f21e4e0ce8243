"""The API of inquiries: the same actions with a token."""

import pytest

from tests.api.test_cases import Caller
from tests.exchange.partner import NODE
from tests.matching.inquiries.conftest import asks_whether
from tests.matching.inquiries.conftest import case as _case
from tests.matching.inquiries.conftest import partner as _partner

case, partner = _case, _partner


@pytest.fixture
def cast(committed_cast):
    return committed_cast


def test_a_partner_is_asked_with_what_is_ticked(cast, partner, case):
    caller = Caller(cast.officer)
    sayable = caller.get(f"/cases/{case.pk}/sayable").json()
    assert sayable["consent"] is None
    keys = [part["key"] for part in sayable["parts"] if part["field"] in ("names", "birth_date")]
    given = {"to": NODE, "parts": keys, "question": "Is he with you?", "due": "normal"}
    sent = caller.send(f"/cases/{case.pk}/inquiries", given, once="i1")
    assert sent.status_code == 201
    body = caller.get(f"/messages/{sent.json()['id']}").json()["body"]
    assert body["person"] == {"names": ["Moh. Djoko Soesilo", "Jack"], "birth_date": "~1998"}
    refused = caller.send(f"/cases/{case.pk}/inquiries", {**given, "parts": ["whereabouts"]})
    assert refused.status_code == 422


def test_a_partners_question_is_looked_at_and_answered(cast, partner, case):
    asks_whether(partner)
    caller, desk = Caller(cast.officer), Caller(cast.desk)
    (row,) = caller.get("/inquiries").json()
    looked = caller.get(f"/inquiries/{row['id']}").json()
    assert looked["found"]["matches"][0]["person_id"] == str(case.person_id)
    (at_desk,) = desk.get("/inquiries").json()
    waits = desk.send(f"/inquiries/{at_desk['id']}/answer", {"person_id": None}).json()
    assert waits == {"verdict": "not_known", "answered_at": None}
    done = caller.send(f"/inquiries/{row['id']}/answer", {"person_id": str(case.person_id), "parts": ["sex"]})
    assert done.json()["verdict"] == "known"
    assert done.json()["answered_at"]
    assert [one["state"] for one in desk.get("/inquiries?answered=true").json()] == ["answered"]
