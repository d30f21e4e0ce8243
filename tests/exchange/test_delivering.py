"""Delivering over real HTTP to a partner that answers as it is told: what leaves, in which order, when again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from pulang.db.context import acting_as
from pulang.exchange.delivery import pushing
from pulang.exchange.delivery.later import tell_later
from pulang.exchange.delivery.pushing import deliver
from pulang.exchange.envelope import ObjectRef
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import LogEntry, Message, Peer, Receipt
from pulang.exchange.receipts import read_receipt
from pulang.lib.actor import system
from pulang.lib.ids import new_id
from tests.exchange.attached import _own_folders, case, file_of, partner, sent_with
from tests.exchange.scripted import Asked, Says, ScriptedNode, scripted_node
from tests.exchange.test_sending import note, receipt

__all__ = ["_own_folders", "case", "partner"]
SECOND = timedelta(seconds=1)


class There:
    """The partner: each token that it got, and what it answers to it: `lines`, else a receipt `accepted`."""

    def __init__(self, partner, node: ScriptedNode) -> None:
        self.partner, self.node = partner, node
        self.batches: list[list[bytes]] = []
        self.lines: dict[bytes, str] = {}
        node.says["POST /nx/1/in"] = self._answer
        node.says["POST /nx/1/receipts"] = lambda asked: Says(b"\n".join([b"ok"] * len(asked.body.split(b"\n"))))

    def _answer(self, asked: Asked) -> Says:
        self.batches.append(asked.body.split(b"\n"))
        return Says("\n".join(self.lines[token] for token in self.batches[-1]).encode())

    def expects(self, *messages: Message, line: str = "", level: str = "accepted") -> None:
        for sent in messages:
            self.lines[bytes(sent.envelope)] = line or receipt(self.partner, sent, level)


@pytest.fixture
def there(partner) -> Iterator[There]:
    with scripted_node() as node:
        partner.peer.base_url = node.address
        partner.peer.save()
        yield There(partner, node)


def delivered(partner):
    """When it is tried again."""
    return deliver(partner.peer.pk, jitter=lambda: 0.5)


def row(message: Message) -> Message:
    with acting_as(system("test")):
        return Message.objects.get(pk=message.pk)


def peer() -> Peer:
    with acting_as(system("test")):
        return Peer.objects.get()


def changed(message: Message, **values) -> None:
    with acting_as(system("test")):
        Message.objects.filter(pk=message.pk).update(**values)


def test_what_waits_leaves_in_order_and_in_batches_and_nothing_waits_any_more(cast, partner, there, monkeypatch):
    monkeypatch.setattr(pushing, "BATCH", 2)
    sent = [note(cast.desk) for _ in range(5)]
    there.expects(*sent)
    before = timezone.now()
    assert delivered(partner) is None
    tokens = [bytes(one.envelope) for one in sent]
    assert there.batches == [tokens[:2], tokens[2:4], tokens[4:]]
    assert [(row(one).state, row(one).code, row(one).next_try, row(one).attempts) for one in sent] == [
        ("accepted", "", None, 0)
    ] * 5
    assert (peer().last_error, peer().last_contact_at > before) == ("", True)
    with acting_as(system("test")):
        assert Receipt.objects.count() == 5
        assert peer().log_length == LogEntry.objects.filter(number__isnull=False).count() == 10, "chained at once"
    assert delivered(partner) is None
    assert len(there.batches) == 3, "nothing is brought twice"


def test_a_batch_is_no_larger_than_agreed_and_what_is_larger_goes_alone(cast, partner, there, monkeypatch):
    sent = [note(cast.desk, body={"text": "x" * size}) for size in (10, 10, 9000, 10)]
    there.expects(*sent)
    monkeypatch.setattr(pushing, "BATCH_BYTES", sum(len(one.envelope) for one in sent[:2]))
    delivered(partner)
    assert [len(batch) for batch in there.batches] == [2, 1, 1]


def test_what_takes_something_back_goes_first(cast, partner, there):
    obj = ObjectRef(new_id(), 1)
    first = note(cast.desk, obj=obj)
    back = note(cast.desk, obj=ObjectRef(obj.uid, 2, "withdraw"), body={"reason": "safety"})
    there.expects(first)
    there.expects(back, level="applied")
    delivered(partner)
    assert there.batches == [[bytes(back.envelope)], [bytes(first.envelope)]]
    assert [row(one).state for one in (first, back)] == ["accepted", "accepted"]


def test_what_is_over_is_not_brought(cast, partner, there):
    over, sent = note(cast.desk), note(cast.desk)
    changed(over, expires=timezone.now())
    there.expects(sent)
    delivered(partner)
    assert there.batches == [[bytes(sent.envelope)]]
    assert (row(over).state, row(over).code, row(over).next_try) == ("expired", "expired", None)


@pytest.mark.parametrize(
    ("code", "leaves"),
    [
        ("quota", False),
        ("key_unknown", False),
        ("unreachable", True),
        ("certificate_refused", True),
        ("answer_malformed", True),
        ("refused_503", True),
        ("token_lost", True),
    ],
)
def test_what_only_nobody_answered_goes_with_every_wake_up_and_the_rest_in_its_time(
    cast, partner, there, code, leaves
):
    sent, later = note(cast.desk), timezone.now() + timedelta(hours=1)
    changed(sent, code=code, next_try=later)
    there.node.says["GET /nx/1/manifest"] = Says(partner.peer.manifests[0].encode())
    there.expects(sent)
    assert delivered(partner) == (None if leaves else later)
    assert row(sent).state == ("accepted" if leaves else "queued")


def test_what_a_partner_does_not_take_now_waits_twice_as_long_each_time_up_to_ten_minutes(cast, partner, there):
    sent = note(cast.desk)
    there.expects(sent, line="!disk_failed")
    waits = []
    for attempts in (0, 1, 2, 8, 9, 40):
        now = timezone.now()
        changed(sent, attempts=attempts, next_try=now)
        again = delivered(partner)
        assert again == row(sent).next_try
        waits.append(round((again - now) / SECOND))
        assert (row(sent).code, row(sent).attempts) == ("disk_failed", attempts + 1)
    assert waits == [2, 4, 8, 512, 600, 600]
    assert peer().last_error == "", "it answered"


def test_a_partner_that_is_away_is_tried_again_within_half_a_minute(cast, partner, there):
    sent, after = note(cast.desk), note(cast.desk)
    there.node.says["POST /nx/1/in"] = Says(status=503)
    for attempts, wait in ((0, 2), (3, 16), (4, 30), (40, 30)):
        now = timezone.now()
        changed(sent, attempts=attempts, next_try=now)
        delivered(partner)
        assert round((row(sent).next_try - now) / SECOND) == wait
    assert (row(sent).state, row(sent).code, peer().last_error) == ("queued", "refused_503", "refused_503")
    assert row(after).attempts == 4
    there.node.says["POST /nx/1/in"] = there._answer
    there.expects(sent, after)
    assert delivered(partner) is None
    assert peer().last_error == ""


def test_behind_a_quota_nothing_more_is_brought(cast, partner, there, monkeypatch):
    monkeypatch.setattr(pushing, "BATCH", 2)
    sent = [note(cast.desk) for _ in range(7)]
    there.expects(*sent)
    there.expects(sent[1], line="!quota")
    delivered(partner)
    assert [row(one).state for one in sent[:2]] == ["accepted", "queued"]
    assert row(sent[1]).code == "quota"
    assert len(there.batches) == 2, "the one that was on its way already, and no other"
    assert {row(one).attempts for one in sent[4:]} == {0}


def test_a_receipt_that_is_none_or_of_another_message_settles_nothing(cast, partner, there):
    one, other, third = (note(cast.desk) for _ in range(3))
    there.expects(one, line=receipt(partner, other, "accepted"))
    there.expects(other, line="nonsense")
    there.expects(third)
    delivered(partner)
    assert [(row(each).state, row(each).code) for each in (one, other, third)] == [
        ("queued", "receipt_of_another_message"),
        ("queued", "malformed"),
        ("accepted", ""),
    ]


def test_a_refusal_is_kept_with_its_code_and_not_tried_again(cast, partner, there):
    sent = note(cast.desk)
    there.lines[bytes(sent.envelope)] = receipt(partner, sent, "refused", code="agreement_ended")
    assert delivered(partner) is None
    assert (row(sent).state, row(sent).code, row(sent).next_try) == ("refused", "agreement_ended", None)


def test_receipts_that_wait_are_brought_once_whatever_the_partner_says_of_them(cast, partner, there):
    receive(partner.peer, [partner.note(), partner.note()])
    with acting_as(system("test")):
        for message in Message.objects.filter(outgoing=False).order_by("seq"):
            tell_later(message, "assigned")
            tell_later(message, "assigned")
    there.node.says["POST /nx/1/receipts"] = Says(b"ok\n!message_unknown")
    delivered(partner)
    delivered(partner)
    (asked,) = there.node.asked
    brought = [read_receipt(token, [node_keys().signing.public]) for token in asked.body.decode().split("\n")]
    assert [one.level for one in brought] == ["assigned", "assigned"]
    with acting_as(system("test")):
        assert not Receipt.objects.filter(waiting=True).exists()


def test_receipts_that_could_not_be_brought_wait(partner, there):
    receive(partner.peer, [partner.note()])
    with acting_as(system("test")):
        tell_later(Message.objects.get(), "assigned")
    there.node.says["POST /nx/1/receipts"] = Says(status=500)
    delivered(partner)
    with acting_as(system("test")):
        assert Receipt.objects.filter(waiting=True).count() == 1
    assert peer().last_error == "refused_500"


def test_a_file_follows_its_message(cast, partner, case, there):
    sent = sent_with(cast, case, file_of(cast, case, 70_000))
    path = f"PUT /nx/1/att/{sent.pk}/{sent.attachments[0]['id']}"
    there.node.says[path] = lambda asked: Says(str(int(asked.path.split("=")[1]) + len(asked.body)).encode())
    delivered(partner)
    assert there.node.paths == [f"{path}?at=0"]
    delivered(partner)
    assert there.node.paths[1:] == [f"{path}?at=70040"], "it is there, and its receipt is waited for"


def test_a_partner_that_does_not_know_our_key_is_told_our_manifests_and_asked_for_its_own(cast, partner, there):
    sent = note(cast.desk)
    there.expects(sent, line="!key_unknown")
    there.node.says["GET /nx/1/manifest"] = Says(partner.peer.manifests[0].encode())
    with acting_as(system("test")):
        Peer.objects.update(knows=node_keys().number + 1)
    delivered(partner)
    assert there.node.paths == ["POST /nx/1/in", "GET /nx/1/manifest"]
    assert peer().knows == 1


def test_the_partners_clock_is_noted_with_its_answer(cast, partner, there):
    there.node.says["POST /nx/1/in"] = Says(b"!x", date="Thu, 01 Jan 2026 00:00:00 GMT")
    note(cast.desk)
    delivered(partner)
    assert peer().clock < -1000


def test_before_a_partner_holds_our_newest_manifest_nothing_else_is_brought(cast, partner, there):
    sent = note(cast.desk)
    there.expects(sent)
    with acting_as(system("test")):
        Peer.objects.update(knows=0)
    there.node.says["PUT /nx/1/manifest"] = Says(status=503)
    now = timezone.now()
    assert delivered(partner) == row(sent).next_try > now
    assert (row(sent).attempts, row(sent).code, there.batches) == (1, "refused_503", [])
    there.node.says["PUT /nx/1/manifest"] = Says(str(node_keys().number).encode())
    assert delivered(partner) is None
    assert there.node.asked[-2].body.decode().split("\n") == list(node_keys().manifests)
    assert (peer().knows, row(sent).state) == (node_keys().number, "accepted")
