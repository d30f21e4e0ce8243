"""Sending: numbered and chained, only under an agreement, and kept until the partner has said what became of it."""

import json
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from pulang.cases.actions import open_case
from pulang.crypto.errors import SignatureRefused
from pulang.crypto.jose import from_b64url
from pulang.crypto.signing import sign_jws
from pulang.crypto.streams import sealed_size
from pulang.db.context import acting_as
from pulang.exchange.actions import pseudonym, role_of, send
from pulang.exchange.attachments.keeper import Attached
from pulang.exchange.delivery.pushing import LONGEST_AWAY, deliver
from pulang.exchange.envelope import ObjectRef, Retention, digest, to_wire
from pulang.exchange.errors import (
    AgreementMissing,
    AttachmentNotAllowed,
    AttachmentTooLarge,
    BodyRefused,
    PeerUnknown,
    Refused,
)
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Attachment, LogEntry, Message, Receipt
from pulang.exchange.receipts import RECEIPT_TYPE, keep_receipt, read_receipt
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.exchange.partner import NODE


def note(actor, **more):
    return send(actor, **{"to": NODE, "kind": "note", "body": {"text": "x"}, "purpose": "protection", **more})


def receipt(partner, message, level, **more) -> str:
    said = {"v": 1, "message": str(message.pk), "hash": message.hash, "level": level, "code": "", "manifest": 1}
    said |= {"at": to_wire(timezone.now()), **more}
    return sign_jws(json.dumps(said).encode(), partner.signing, typ=RECEIPT_TYPE).decode()


def keep(partner, message, token):
    with acting_as(system("test")):
        keep_receipt(message, token, read_receipt(token, [partner.signing.public]))
        message.refresh_from_db()
    return message.state


def test_messages_of_a_link_are_numbered_and_name_the_one_before(cast, partner):
    one, two = note(cast.desk), note(cast.desk)
    assert (one.seq, two.seq) == (1, 2)
    with acting_as(system("test")):
        partner.peer.refresh_from_db()
    assert (partner.peer.next_seq, partner.peer.last_hash) == (3, two.hash)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"to": "ncb-elsewhere"}, PeerUnknown),
        ({"purpose": "marketing"}, AgreementMissing),
        ({"kind": "nationality.request", "body": {}}, AgreementMissing),
        ({"kind": "unheard.of"}, Refused),
        ({"body": {"text": ""}}, BodyRefused),
        ({"body": {"text": "x" * 10_001}}, BodyRefused),
    ],
)
def test_what_may_not_be_sent_is_refused_and_leaves_nothing(cast, partner, change, error):
    with pytest.raises(error):
        note(cast.desk, **change)
    with acting_as(system("test")):
        assert not Message.objects.exists()


def test_an_ended_agreement_allows_nothing(cast, partner):
    partner.agreement.ended_at = timezone.now()
    partner.agreement.save()
    with pytest.raises(AgreementMissing):
        note(cast.desk)


def test_a_role_without_the_permission_sends_nothing(cast, partner):
    with pytest.raises(NotAllowed):
        note(cast.shelter_worker)


def test_a_partner_that_does_not_answer_is_tried_again_later(cast, partner):
    sent = note(cast.desk)
    again = deliver(partner.peer.pk, jitter=lambda: 0.5)
    with acting_as(system("test")):
        sent.refresh_from_db()
    assert (sent.state, sent.code, sent.attempts) == ("queued", "unreachable", 1)
    assert again is not None
    assert timedelta(0) < again - timezone.now() < timedelta(seconds=5)


def test_a_receipt_decides_once(cast, partner):
    sent = note(cast.desk)
    accepted = receipt(partner, sent, "accepted")
    assert keep(partner, sent, accepted) == "accepted"
    assert keep(partner, sent, accepted) == "accepted"
    with pytest.raises(SignatureRefused):
        keep(partner, sent, receipt(partner, sent, "refused", code="expired"))
    with acting_as(system("test")):
        assert Receipt.objects.filter(message=sent).count() == 1


def test_a_receipt_of_another_text_is_not_believed(cast, partner):
    with pytest.raises(SignatureRefused):
        keep(partner, (sent := note(cast.desk)), receipt(partner, sent, "accepted", hash="0" * 64))


def test_a_partner_that_was_away_for_long_is_tried_with_every_wake_up(cast, partner):
    sent = note(cast.desk)
    with acting_as(system("test")):
        later = timezone.now() + timedelta(hours=1)
        Message.objects.filter(pk=sent.pk).update(code="unreachable", attempts=20, next_try=later)
    again = deliver(partner.peer.pk, jitter=lambda: 0.5)
    with acting_as(system("test")):
        sent.refresh_from_db()
    assert sent.attempts == 21
    assert again - timezone.now() <= LONGEST_AWAY


def test_a_word_of_a_partner_that_was_away_wakes_what_waits_for_it(cast, partner):
    note(cast.desk)
    deliver(partner.peer.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
    waiting = ProcrastinateJob.objects.filter(task_name="exchange.deliver", status="todo")
    assert not waiting.exists()
    receive(partner.peer, [partner.note()])
    assert waiting.exists()


def case_of(cast) -> UUID:
    """A case that this node may send about."""
    return open_case(cast.desk, person_id=register_person(cast.desk, draft=PersonDraft(name="Siti")).pk).pk


def payload(message: Message) -> dict:
    """What was signed, as the partner reads it."""
    return json.loads(signed_bytes(message))


def signed_bytes(message: Message) -> bytes:
    return from_b64url(message.signed.split(".")[1])


def test_what_is_signed_says_what_was_asked_for_and_nothing_else(cast, partner):
    first = note(cast.desk)
    said = note(cast.desk)
    assert payload(said) == {
        "v": 1,
        "id": str(said.pk),
        "type": "note",
        "from": settings.NODE.id,
        "to": NODE,
        "created": to_wire(said.created),
        "expires": to_wire(said.created + timedelta(days=60)),
        "link": {"seq": 2, "prev": first.hash},
        "thread": str(said.pk),
        "handling": {
            "purpose": "protection",
            "basis": str(partner.agreement.pk),
            "code": "H2",
            "evaluation": "X4",
            "status": "none",
            "minor": False,
            "onward": False,
            "caveat": "",
        },
        "officer": {"author": pseudonym(cast.desk.id), "role": "ncb_desk", "approvers": []},
        "lang": "en",
        "body": {"text": "x"},
    }


def test_every_choice_stands_in_what_is_signed_and_in_the_row(cast, partner):
    partner.agreement.terms |= {"attachment_bytes": 1000}
    partner.agreement.save()
    obj = ObjectRef(uuid4(), 3, "correct", base=2)
    day = timezone.localdate()
    file = Attached(uuid4(), "a.pdf", "application/pdf", 999, "a" * 64)
    translated = {"lang": "en", "by": "human", "text": "kept"}
    scope, thread, re = case_of(cast), uuid4(), uuid4()
    said = note(
        cast.desk,
        scope=scope,
        thread=thread,
        re=re,
        obj=obj,
        retention=Retention(day, day + timedelta(days=9)),
        due="danger",
        code="H3",
        status="victim",
        minor=True,
        onward=True,
        caveat="By hand only.",
        lang="id",
        translations=[translated],
        approvers=[cast.officer.id],
        files=[file],
    )
    signed = payload(said)
    (entry,) = signed.pop("att")
    assert len(from_b64url(entry.pop("key"))) == 32
    assert UUID(entry.pop("id"))
    assert entry == {"name": "a.pdf", "media_type": "application/pdf", "size": 999, "sha256": "a" * 64}
    told = {
        "thread": str(thread),
        "re": str(re),
        "due": {"class": "danger", "reply_by": to_wire(said.created + timedelta(hours=8))},
        "obj": {"uid": str(obj.uid), "ver": 3, "op": "correct", "base": 2},
        "handling": {
            "purpose": "protection",
            "basis": str(partner.agreement.pk),
            "code": "H3",
            "evaluation": "X4",
            "status": "victim",
            "minor": True,
            "onward": True,
            "caveat": "By hand only.",
        },
        "retention": {"review_at": day.isoformat(), "delete_after": (day + timedelta(days=9)).isoformat()},
        "officer": {
            "author": pseudonym(cast.desk.id),
            "role": "ncb_desk",
            "approvers": [pseudonym(cast.officer.id)],
        },
        "lang": "id",
        "translations": [translated],
    }
    assert {name: signed[name] for name in told} == told
    assert (said.scope, said.thread, said.re, said.obj) == (scope, thread, re, told["obj"])
    assert (said.handling, said.officer, said.lang) == (told["handling"], told["officer"], "id")
    assert (said.reply_by, said.translations) == (said.created + timedelta(hours=8), [translated])
    assert (said.state, said.next_try, said.hash) == ("queued", said.created, digest(signed_bytes(said)))
    with acting_as(system("test")):
        leaving = Attachment.objects.get(message=said)
    assert (leaving.file, leaving.size, leaving.state) == (file.file, sealed_size(999), "waiting")


def test_taking_something_back_is_tried_for_twenty_years(cast, partner):
    obj = ObjectRef(uuid4(), 2, "withdraw")
    said = note(cast.desk, obj=obj, body={"reason": "safety"})
    assert said.expires - said.created == timedelta(days=20 * 365)
    assert payload(said)["expires"] == to_wire(said.expires)
    assert "retention" not in payload(said), "what carries no content is kept nowhere"


def test_how_long_a_copy_may_be_kept_is_said_by_the_agreement_where_nobody_says_it(cast, partner):
    partner.agreement.terms |= {"retention_days": 400}
    partner.agreement.save()
    said = note(cast.desk, obj=ObjectRef(uuid4(), 1))
    last = timezone.localdate() + timedelta(days=400)
    review = last - timedelta(days=183)
    assert payload(said)["retention"] == {"review_at": review.isoformat(), "delete_after": last.isoformat()}
    partner.agreement.terms |= {"retention_days": 10}
    partner.agreement.save()
    soon = payload(note(cast.desk, obj=ObjectRef(uuid4(), 1)))["retention"]
    assert soon["review_at"] == timezone.localdate().isoformat(), "no day that is past"
    del partner.agreement.terms["retention_days"]
    partner.agreement.save()
    last = timezone.localdate() + timedelta(days=5 * 365)
    assert payload(note(cast.desk, obj=ObjectRef(uuid4(), 1)))["retention"]["delete_after"] == last.isoformat()


def test_a_partner_sees_no_name_of_an_officer_and_the_same_one_each_time(cast, partner):
    one, other = pseudonym(cast.desk.id), pseudonym(cast.officer.id)
    assert (len(one), one == other, one) == (24, False, pseudonym(cast.desk.id))
    assert (pseudonym(None), role_of(system("test")), role_of(cast.desk)) == ("system", "system", "ncb_desk")


def test_a_file_without_a_case_does_not_go_with_what_belongs_to_one(cast, partner):
    partner.agreement.terms |= {"attachment_bytes": 1000}
    partner.agreement.save()
    file = Attached(uuid4(), "a.pdf", "application/pdf", 999, "a" * 64)
    with pytest.raises(AttachmentNotAllowed):
        note(cast.desk, files=[file])
    scope = case_of(cast)
    assert len(note(cast.desk, files=[file] * 20, scope=scope).attachments) == 20
    with pytest.raises(AttachmentNotAllowed):
        note(cast.desk, files=[file] * 21, scope=scope)
    large = Attached(uuid4(), "a.pdf", "application/pdf", 1001, "a" * 64)
    with pytest.raises(AttachmentTooLarge):
        note(cast.desk, files=[file, large], scope=scope)


def test_where_another_worker_delivers_this_one_looks_again_soon(cast, partner):
    note(cast.desk)
    key = int.from_bytes(partner.peer.pk.bytes[:8], signed=True)
    said = connection.settings_dict
    where = {"host": said["HOST"], "dbname": said["NAME"], "user": said["USER"], "password": said["PASSWORD"]}
    with psycopg.connect(**where) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [key])
        again = deliver(partner.peer.pk)
    assert timedelta(0) < again - timezone.now() < timedelta(seconds=1)
    with acting_as(system("test")):
        assert Message.objects.get().attempts == 0
    assert deliver(partner.peer.pk), "the lock went with the line"
    with acting_as(system("test")):
        assert Message.objects.get().attempts == 1
    with psycopg.connect(**where) as other:
        assert other.execute("SELECT pg_try_advisory_lock(%s)", [key]).fetchone() == (True,), (
            "the lock was given back"
        )


def test_a_refusal_is_final_too_and_what_is_only_stored_is_not(cast, partner):
    sent = note(cast.desk)
    assert keep(partner, sent, receipt(partner, sent, "stored", code="quarantined")) == "stored"
    assert keep(partner, sent, receipt(partner, sent, "refused", code="expired")) == "refused"
    assert (sent.code, sent.next_try) == ("expired", None)
    with pytest.raises(SignatureRefused):
        keep(partner, sent, receipt(partner, sent, "accepted"))
    assert keep(partner, sent, receipt(partner, sent, "stored")) == "refused", (
        "what was said before changes nothing"
    )


def test_what_a_receipt_says_is_kept_with_it_and_in_the_log(cast, partner):
    sent = note(cast.desk, obj=ObjectRef(uuid4(), 1))
    counts = {"copies": 1, "attachments": 2, "exports": 3, "onward": 4}
    word = receipt(partner, sent, "applied", applied=counts)
    assert keep(partner, sent, word) == "accepted"
    with acting_as(system("test")):
        kept = Receipt.objects.get()
        entry = LogEntry.objects.filter(what="receipt_kept").get()
    said = read_receipt(word, [partner.signing.public])
    assert (kept.level, kept.code, kept.token, kept.applied, kept.at) == ("applied", "", word, counts, said.at)
    assert (said.manifest, said.holds, said.applied) == (1, 0, counts)
    words = json.loads(entry.words)
    assert (words["level"], words["message"]) == ("applied", str(sent.pk))
    assert words["receipt"] == sha256(word.encode()).hexdigest()


@pytest.mark.parametrize("change", [{"level": "perhaps"}, {"hash": 1}, {"at": "now"}, {"manifest": "x"}, {"v": 2}])
def test_a_receipt_of_another_form_is_none(cast, partner, change):
    sent = note(cast.desk)
    level = change.pop("level", "accepted")
    with pytest.raises(SignatureRefused, match="malformed"):
        read_receipt(receipt(partner, sent, level, **change), [partner.signing.public])
