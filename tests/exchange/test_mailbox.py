"""A node behind a wall fetches its messages and brings the receipts over the same line."""

import pytest

from pulang.crypto.signing import verify_jws
from pulang.db.context import acting_as
from pulang.exchange import mailbox
from pulang.exchange.errors import PeerUnknown, Undeliverable
from pulang.exchange.inbox import receive
from pulang.exchange.models import Message, Receipt
from pulang.exchange.node_keys import node_keys
from pulang.exchange.receipts import RECEIPT_TYPE
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed
from tests.exchange.partner import NODE


class Line:
    """The partner's side of the wire: what waits there, and the receipts that it got."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.receipts: list[str] = []
        self.broken = False
        self.clock: float | None = 0.0  # seconds that it is ahead of ours

    def __call__(self, base_url, key):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def fetch_after(self, seq: int) -> list[bytes]:
        return self.waiting[seq : seq + 2]

    def hand_receipts(self, tokens: list[str]) -> list[str]:
        if self.broken:
            raise Undeliverable(why="unreachable")
        self.receipts += tokens
        return ["ok"] * len(tokens)


@pytest.fixture
def line(monkeypatch) -> Line:
    made = Line()
    monkeypatch.setattr(mailbox, "Courier", made)
    return made


def came() -> int:
    with acting_as(system("test")):
        return Message.objects.filter(outgoing=False).count()


def test_what_waits_is_fetched_in_order_and_answered_by_receipts(partner, line):
    line.waiting = [partner.note() for _ in range(5)]
    assert mailbox.fetch(partner.peer.pk) == 5
    assert (came(), len(line.receipts)) == (5, 5)
    key = node_keys().signing.public
    assert all(verify_jws(one.encode(), {key.kid: key}, typ=RECEIPT_TYPE) for one in line.receipts)
    assert mailbox.fetch(partner.peer.pk) == 0


def test_receipts_that_could_not_be_brought_wait_for_the_next_time(partner, line):
    line.waiting, line.broken = [partner.note()], True
    mailbox.fetch(partner.peer.pk)
    assert came() == 1
    with acting_as(system("test")):
        assert Receipt.objects.get().waiting


def test_what_came_by_the_wire_already_has_no_second_effect(partner, line):
    line.waiting = [partner.note(), partner.note()]
    receive(partner.peer, line.waiting[1:])
    mailbox.fetch(partner.peer.pk)
    assert came() == 1, "the gap is asked for by the gap"
    receive(partner.peer, line.waiting)
    assert came() == 2


def test_nothing_that_can_be_taken_ends_the_fetching(partner, line):
    line.waiting = [b"nonsense"]
    assert mailbox.fetch(partner.peer.pk) == 0


def test_only_who_runs_the_node_chooses_from_whom_is_fetched(cast, partner):
    assert mailbox.fetch_from(cast.administrator, node=NODE, on=True).fetched
    assert mailbox.fetched_peers() == [partner.peer.pk]
    with pytest.raises(NotAllowed):
        mailbox.fetch_from(cast.desk, node=NODE, on=True)
    with pytest.raises(PeerUnknown):
        mailbox.fetch_from(cast.administrator, node="ncb-bangkok", on=True)
