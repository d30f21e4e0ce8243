"""Sending: numbered and chained, only under an agreement, and kept until the partner has said what became of it."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from pulang.crypto.errors import SignatureRefused
from pulang.crypto.signing import sign_jws
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.delivery.pushing import LONGEST_AWAY, deliver
from pulang.exchange.envelope import to_wire
from pulang.exchange.errors import AgreementMissing, BodyRefused, PeerUnknown, Refused
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Message, Receipt
from pulang.exchange.receipts import RECEIPT_TYPE, keep_receipt, read_receipt
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed
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
