"""The inbox: one effect, a receipt that tells the truth, and nothing hostile that stops the link."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from pulang.cases.models import Case, Task
from pulang.cases.rules import task_words
from pulang.crypto.signing import verify_jws
from pulang.crypto.signing_keys import SigningKey
from pulang.db.context import acting_as
from pulang.exchange.delivery.gaps import first_gap
from pulang.exchange.envelope import to_wire
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.kinds import Kind, register
from pulang.exchange.models import Message, Quarantined, Receipt
from pulang.exchange.receipts import RECEIPT_TYPE
from pulang.lib.actor import system
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft


def said(answer) -> tuple[str, str]:
    """Level and code of a receipt, whose signature is checked with our public key."""
    key = node_keys().signing.public
    receipt = json.loads(verify_jws(answer.receipt.encode(), {key.kid: key}, typ=RECEIPT_TYPE).payload)
    return receipt["level"], receipt["code"]


def stored() -> int:
    with acting_as(system("test")):
        return Message.objects.filter(outgoing=False).count()


def quarantined() -> list[str]:
    with acting_as(system("test")):
        return list(Quarantined.objects.order_by("at").values_list("code", flat=True))


def test_a_true_message_is_accepted_and_kept_sealed(partner):
    (answer,) = receive(partner.peer, [partner.note()])
    assert said(answer) == ("accepted", "")
    with acting_as(system("test")):
        message = Message.objects.get()
        assert message.body == {"text": "note 1"}
        assert message.state == "accepted"


def test_the_same_message_again_has_one_effect_and_the_same_receipt(partner):
    token = partner.note()
    (first,), (again,) = receive(partner.peer, [token]), receive(partner.peer, [token])
    assert first == again
    assert stored() == 1


def test_a_batch_answers_each_in_order_and_a_bad_one_stops_no_other(partner):
    tokens = [partner.note(), b"not a token", partner.note(type="unheard.of"), partner.note()]
    answers = receive(partner.peer, tokens)
    assert said(answers[0]) == ("accepted", "")
    assert answers[1].receipt == ""
    assert said(answers[2]) == ("refused", "kind_unknown")
    assert said(answers[3]) == ("accepted", "")


def test_another_text_under_a_known_id_is_an_alarm_and_no_effect(partner):
    fields = partner.fields()
    receive(partner.peer, [partner.seal(fields)])
    (answer,) = receive(partner.peer, [partner.seal({**fields, "body": {"text": "other"}})])
    assert answer.code == "id_reused"
    assert stored() == 1
    assert quarantined() == ["id_reused"]


def test_a_number_used_twice_is_quarantined(partner):
    receive(partner.peer, [partner.note()])
    partner.seq = 0
    (answer,) = receive(partner.peer, [partner.note()])
    assert answer.code == "seq_reused"
    assert stored() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": "ncb-elsewhere"}, "not_for_us"),
        ({"from": "ncb-elsewhere"}, "sender_differs"),
        ({"v": 2}, "version_unknown"),
        ({"crit": ["must_understand"]}, "crit_unknown"),
        ({"body": []}, "envelope_malformed"),
        ({"id": "1"}, "envelope_malformed"),
        ({"body": {"text": "a\0b"}}, "envelope_malformed"),
        ({"lang": "en", "body": {"text": "\ud800"}}, "envelope_malformed"),
        ({"created": "2026-13-01T00:00:00Z"}, "envelope_malformed"),
    ],
)
def test_what_is_not_for_us_or_malformed_gets_no_receipt(partner, change, code):
    (answer,) = receive(partner.peer, [partner.note(**change)])
    assert (answer.receipt, answer.code) == ("", code)
    assert stored() == 0
    assert quarantined() == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"expires": to_wire(datetime.now(UTC) - timedelta(seconds=1))}, "expired"),
        ({"type": "nationality.request", "body": {"case": str(uuid4()), "question": "?"}}, "agreement_missing"),
        ({"body": {"text": ""}}, "body_refused"),
        ({"body": {"text": "x", "case": str(uuid4())}}, "object_unknown"),
    ],
)
def test_what_may_not_be_is_refused_by_a_signed_receipt(partner, change, code):
    (answer,) = receive(partner.peer, [partner.note(**change)])
    assert said(answer) == ("refused", code)


def test_a_message_signed_by_another_key_is_not_taken(partner):
    (answer,) = receive(partner.peer, [partner.seal(partner.fields(), signing=SigningKey.generate())])
    assert answer.receipt == ""
    assert stored() == 0


def test_every_changed_byte_is_refused(partner):
    token = partner.note()
    for place in range(0, len(token), 37):
        changed = bytearray(token)
        changed[place] ^= 1
        (answer,) = receive(partner.peer, [bytes(changed)])
        assert answer.receipt == "", f"byte {place}"
    assert stored() == 0


def test_a_message_under_another_id_than_its_own_is_not_taken(partner):
    (answer,) = receive(partner.peer, [partner.note()], expected=uuid4())
    assert answer.code == "id_differs"


def test_a_missing_number_is_known_and_filled_by_what_comes_late(partner):
    first, second, third = partner.note(), partner.note(), partner.note()
    receive(partner.peer, [first, third])
    with acting_as(system("test")):
        partner.peer.refresh_from_db()
        assert first_gap(partner.peer) == 2
    receive(partner.peer, [second])
    with acting_as(system("test")):
        partner.peer.refresh_from_db()
        assert first_gap(partner.peer) is None


def test_a_receipt_is_written_with_every_kept_message(partner):
    receive(partner.peer, [partner.note(), partner.note(type="unheard.of")])
    with acting_as(system("test")):
        levels = list(Receipt.objects.order_by("at").values_list("level", flat=True))
    assert levels == ["accepted", "refused"]


def shared(partner, **person):
    uid = str(uuid4())
    body = {"case": uid, "number": "KH-2026-1", "urgency": "danger", "person": {"name": "Siti Aminah", **person}}
    return uid, partner.note(type="case.share", body=body)


def test_a_shared_case_comes_to_the_desk_with_a_task(cast, partner):
    uid, token = shared(partner, birth_date="1999")
    assert said(receive(partner.peer, [token])[0]) == ("accepted", "")
    with acting_as(cast.desk):
        case = Case.objects.get(uid=uid)
        assert case.owner_node == partner.peer.node_id
        assert Task.objects.get(case=case).code == "review_shared_case"
    with acting_as(cast.officer):
        assert not Case.objects.exists()


def test_a_shared_person_whose_paper_is_known_is_not_doubled(cast, partner):
    papers = (PaperDraft("passport", "B1234567", "IDN"),)
    known = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah", papers=papers))
    uid, token = shared(partner, papers=[{"kind": "passport", "number": "b 1234567"}])
    receive(partner.peer, [token])
    with acting_as(cast.desk):
        assert Case.objects.get(uid=uid).person_id == known.pk


def break_down(actor, received):
    raise ZeroDivisionError("a defect of ours")


def test_a_defect_of_ours_keeps_the_message_and_stops_no_other(partner):
    register(Kind("test.broken", {"type": "object"}, break_down))
    partner.agreement.terms["kinds"].append("test.broken")
    partner.agreement.save()
    broken, after = receive(partner.peer, [partner.note(type="test.broken"), partner.note()])
    assert said(broken) == ("stored", "quarantined")
    assert said(after) == ("accepted", "")
    assert quarantined() == ["effect_failed"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("identification.request", {"question": "Who is she?"}),
        ("nationality.request", {"question": "Is she yours?"}),
        ("nationality.answer", {"result": "verified"}),
        ("return.notice", {"flight": "QZ475", "date": "2026-02-08"}),
    ],
)
def test_what_a_partner_asks_is_a_task_with_words_for_the_desk(cast, partner, kind, body):
    partner.agreement.terms["kinds"].append(kind)
    partner.agreement.save()
    uid, token = shared(partner)
    asked = partner.note(type=kind, body={**body, "case": uid})
    assert [said(answer) for answer in receive(partner.peer, [token, asked])] == [("accepted", "")] * 2
    with acting_as(cast.desk):
        codes = set(Task.objects.filter(case__uid=uid).values_list("code", flat=True))
    assert len(codes) == 2
    assert codes <= task_words().keys()
