"""This node was restored from an older backup: numbers that its partner has seen are not given again."""

import json

import pytest

from pulang.crypto.jose import from_b64url
from pulang.db.context import acting_as
from pulang.exchange.delivery import pushing
from pulang.exchange.models import LogEntry, Message, Peer
from pulang.lib.actor import system
from tests.exchange.test_sending import note, receipt


class Remembering:
    """The partner's inbox, which has seen numbers of this node that the restored database does not know."""

    def __init__(self, partner, seen: set[int], *, says: int | None = None) -> None:
        self.partner, self.seen, self.says, self.taken = partner, seen, says, []
        self.clock = None

    def __call__(self, *where):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def deliver(self, batch: list[Message]) -> list[str]:
        return [self._answer(message) for message in batch]

    def _answer(self, message: Message) -> str:
        if message.seq in self.seen:
            return "!seq_reused"
        self.seen.add(message.seq)
        self.taken.append(message)
        return receipt(self.partner, message, "accepted")

    def highest_seen(self) -> int:
        return max(self.seen) if self.says is None else self.says

    def announce(self, node, manifests) -> int:
        return 1

    def manifests(self) -> list[str]:
        return []


@pytest.fixture
def restored(cast, partner, monkeypatch):
    """Three messages wait under the numbers 1 to 3; the partner has seen up to 7 before the restore."""
    waiting = [note(cast.desk, body={"text": f"note {number}"}) for number in range(3)]
    line = Remembering(partner, set(range(1, 8)))
    monkeypatch.setattr(pushing, "Courier", line)
    monkeypatch.setattr(pushing, "_tokens", list)  # the line looks at the rows, which never commit
    return waiting, line


def test_what_waits_goes_on_above_what_the_partner_has_seen_and_keeps_its_id(cast, partner, restored):
    waiting, _line = restored
    pushing.deliver(partner.peer.pk)
    with acting_as(system("test")):
        rows = list(Message.objects.filter(outgoing=True).order_by("seq"))
    assert [(row.pk, row.seq, row.state) for row in rows] == [
        (sent.pk, number, "accepted") for sent, number in zip(waiting, (8, 9, 10), strict=True)
    ]
    said = [json.loads(from_b64url(row.signed.split(".")[1])) for row in rows]
    assert [each["body"]["text"] for each in said] == ["note 0", "note 1", "note 2"]
    assert [each["link"]["seq"] for each in said] == [8, 9, 10]
    assert [each["link"]["prev"] for each in said][1:] == [row.hash for row in rows[:-1]]
    assert [(row.code, row.attempts, row.next_try) for row in rows] == [("", 0, None)] * 3
    with acting_as(system("test")):
        words = [json.loads(entry.words) for entry in LogEntry.objects.filter(what="sent").order_by("at")]
    assert [(word["seq"], word.get("renumbered")) for word in words] == [
        *((1, None), (2, None), (3, None)),
        *((8, True), (9, True), (10, True)),
    ]
    assert [word["hash"] for word in words[3:]] == [row.hash for row in rows]
    later = note(cast.desk)
    assert later.seq == 11
    with acting_as(system("test")):
        assert Peer.objects.get(pk=partner.peer.pk).next_seq == 12


def test_a_partner_that_answers_what_cannot_be_true_changes_no_number(partner, restored):
    _waiting, line = restored
    line.says = 10**14
    pushing.deliver(partner.peer.pk)
    with acting_as(system("test")):
        rows = Message.objects.filter(outgoing=True).order_by("seq")
        assert [(row.seq, row.state) for row in rows] == [(1, "queued"), (2, "queued"), (3, "queued")]


def test_a_partner_that_refuses_every_number_is_asked_once_at_each_try(partner, restored):
    _waiting, line = restored
    line.seen = set(range(1, 1000))
    line.says = 7
    pushing.deliver(partner.peer.pk)
    assert not line.taken


def test_a_node_says_how_far_it_has_seen(stage):
    stage.push(stage.seal(stage.true()), stage.seal(stage.true()))
    said = stage.probe.signed("GET", "/nx/1/in", b"", stage.played.signing)
    assert (said.status, said.body) == (200, b"2")
