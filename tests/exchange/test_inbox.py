"""The inbox: one effect, a receipt that tells the truth, and nothing hostile that stops the link."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from pulang.audit.models import Entry
from pulang.cases.models import Case, Task
from pulang.cases.rules import task_words
from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.signing import verify_jws
from pulang.crypto.signing_keys import SigningKey
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.delivery.gaps import first_gap
from pulang.exchange.envelope import to_wire
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.kinds import Kind, register
from pulang.exchange.models import LogEntry, Message, Peer, Quarantined, Receipt, SharedObject
from pulang.exchange.receipts import RECEIPT_TYPE, read_receipt
from pulang.lib.actor import system
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from tests.exchange.partner import NODE, make_partner


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


def test_every_field_of_what_came_stands_in_its_row(cast, partner):
    partner.agreement.terms |= {"kinds": ["note", "case.share"], "attachment_bytes": 1000}
    partner.agreement.save()
    ours = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    other = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    uid, now = str(uuid4()), datetime.now(UTC)
    translated = [{"lang": "id", "by": "human", "text": "ditahan"}]
    fields = partner.fields(
        type="case.share",
        thread=str(ours.pk),
        re=str(ours.pk),
        obj={"uid": uid, "ver": 4, "op": "create"},
        due={"class": "danger", "reply_by": to_wire(now + timedelta(hours=4))},
        lang="km",
        translations=translated,
        officer={"author": "abc", "role": "ncb_desk", "approvers": ["def"]},
        att=[{"id": str(uuid4()), "name": "a.pdf", "media_type": "application/pdf", "size": 9, "sha256": "a" * 64}],
        body={"case": uid, "number": "KH-1", "urgency": "danger", "person": {"name": "Siti"}, "summary": "x"},
    )
    fields["att"][0]["key"] = "A" * 43
    (answer,) = receive(partner.peer, [partner.seal(fields)])
    with acting_as(system("test")):
        row = Message.objects.get(pk=fields["id"])
        ours.refresh_from_db()
        other.refresh_from_db()
        book = SharedObject.objects.get(uid=uid)
    assert (row.outgoing, row.state, row.code, row.seq, row.kind) == (False, "accepted", "", 1, "case.share")
    assert (str(row.thread), str(row.re), row.lang) == (fields["thread"], fields["re"], "km")
    for name in ("obj", "handling", "officer", "body", "translations"):
        assert getattr(row, name) == fields[name], name
    assert row.attachments == fields["att"]
    times = (row.created, row.expires, row.reply_by)
    said = (fields["created"], fields["expires"], fields["due"]["reply_by"])
    assert [to_wire(at) for at in times] == list(said)
    assert row.scope == book.scope is not None
    payload = json.dumps(fields).encode()
    assert row.hash == sha256(payload).hexdigest()
    assert (
        verify_jws(row.signed.encode(), {partner.signing.kid: partner.signing.public}, typ="nx1+jws").payload
        == payload
    )
    assert (ours.answered_at is not None, other.answered_at) == (True, None)
    receipt = verify_jws(answer.receipt.encode(), {(key := node_keys().signing).kid: key.public}, typ=RECEIPT_TYPE)
    told = json.loads(receipt.payload)
    assert told.pop("at").endswith("Z")
    assert told == {
        "v": 1,
        "message": fields["id"],
        "hash": row.hash,
        "level": "accepted",
        "code": "",
        "manifest": node_keys().number,
        "holds": 1,
    }


def test_what_came_is_in_the_audit_and_in_the_log_with_its_receipt(partner):
    good, refused = partner.fields(), partner.fields(type="unheard.of")
    answers = receive(partner.peer, [partner.seal(good), partner.seal(refused), b"nonsense"])
    entries = Entry.objects.filter(event__startswith="message.").order_by("id").values_list("event", "text")
    said = [(event, json.loads(text)["details"]) for event, text in entries]
    assert said == [
        ("message.received", {"message": good["id"], "kind": "note", "peer": NODE, "code": ""}),
        ("message.refused", {"message": refused["id"], "kind": "unheard.of", "peer": NODE, "code": "kind_unknown"}),
        ("message.quarantined", {"peer": NODE, "code": "malformed", "message": None}),
    ]
    with acting_as(system("test")):
        words = [json.loads(entry.words) for entry in LogEntry.objects.order_by("number")]
        kept = Quarantined.objects.get()
        peer = Peer.objects.get(pk=partner.peer.pk)
    for answer, word, level, code in zip(
        answers, words, ("accepted", "refused"), ("", "kind_unknown"), strict=False
    ):
        assert (word["level"], word["code"]) == (level, code)
        assert word["receipt"] == sha256(answer.receipt.encode()).hexdigest()
    digest = sha256(b"nonsense").hexdigest()
    assert words[2] == {"code": "malformed", "sha256": digest, "size": 8}
    assert (bytes(kept.token), kept.size, kept.sha256, kept.message_id) == (b"nonsense", 8, digest, None)
    assert (peer.seen_seq, peer.quota_messages) == (2, 3)
    assert peer.last_contact_at is not None
    assert peer.log_length == 3


@pytest.mark.parametrize(("ahead", "level"), [(290, "accepted"), (310, "refused")])
def test_a_clock_may_be_five_minutes_ahead(partner, ahead, level):
    made = datetime.now(UTC) + timedelta(seconds=ahead)
    (answer,) = receive(partner.peer, [partner.note(created=to_wire(made))])
    assert read_receipt(answer.receipt, [node_keys().signing.public]).level == level


def test_what_two_partners_send_under_one_number_or_id_stays_apart(cast, partner):
    other = make_partner(cast, node="ncb-elsewhere", agency=cast.police)
    fields = partner.fields()
    receive(partner.peer, [partner.seal(fields)])
    (same_number,) = receive(other.peer, [other.note()])
    assert same_number.receipt
    stolen = other.fields(id=fields["id"])
    (same_id,) = receive(other.peer, [other.seal(stolen)])
    assert same_id.code == "id_reused"


def test_what_is_larger_than_any_message_is_not_opened(partner):
    limit = 2 * 1024 * 1024
    (answer,) = receive(partner.peer, [bytes(limit + 1)])
    assert answer.code == "too_large"
    with acting_as(system("test")):
        kept = Quarantined.objects.get()
    assert (kept.size, len(kept.token)) == (limit + 1, limit), "and not kept whole"


def test_of_two_options_the_weaker_is_not_taken(partner):
    manifest = partner.peer.manifest
    hybrid = DecryptionKey.generate("S2").public.jwk()
    with acting_as(system("test")):
        partner.peer.manifest = {**manifest, "encryption": [*manifest["encryption"], hybrid]}
        partner.peer.save()
    (answer,) = receive(partner.peer, [partner.note()])
    assert answer.code == "downgrade_refused"
