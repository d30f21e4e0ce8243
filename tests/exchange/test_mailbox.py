"""A node behind a wall fetches its messages and brings the receipts over the same line."""

import pytest

from pulang.crypto.signing import verify_jws
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.delivery import mailbox
from pulang.exchange.delivery.later import fetched_receipts, hash_of, receipts_for, take_receipts, tell_later
from pulang.exchange.errors import PeerUnknown, Undeliverable
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message, Receipt
from pulang.exchange.receipts import RECEIPT_TYPE
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed
from tests.exchange.partner import NODE, make_partner
from tests.exchange.test_sending import receipt


class Line:
    """The partner's side of the wire: what waits there, and the receipts that it got."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.receipts: list[str] = []
        self.broken = False
        self.later: list[str] = []  # receipts that wait there
        self.clock: float | None = 0.0  # seconds that it is ahead of ours

    def __call__(self, *where):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def announce(self, node: str, manifests) -> int:
        return node_keys().number

    def fetch_after(self, seq: int) -> list[bytes]:
        return self.waiting[seq : seq + 2]

    def hand_receipts(self, tokens: list[str]) -> list[str]:
        if self.broken:
            raise Undeliverable(why="unreachable")
        self.receipts += tokens
        return ["ok"] * len(tokens)

    def fetch_receipts(self) -> list[str]:
        return self.later[:1]

    def receipts_are_here(self, hashes: list[str]) -> None:
        if self.broken:
            raise Undeliverable(why="unreachable")
        self.later = [token for token in self.later if hash_of(token) not in hashes]


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


def levels(message) -> set[str]:
    with acting_as(system("test")):
        return set(Receipt.objects.filter(message=message).values_list("level", flat=True))


def test_later_receipts_are_fetched_and_a_killed_fetch_brings_them_again_without_effect(cast, partner, line):
    sent = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    line.later = [receipt(partner, sent, level) for level in ("accepted", "assigned", "answered")]
    line.broken = True
    mailbox.fetch(partner.peer.pk)
    assert (levels(sent), len(line.later)) == ({"accepted"}, 3)
    line.broken = False
    line.later.insert(0, "nonsense")  # stops no other, and is not asked for for ever
    mailbox.fetch(partner.peer.pk)
    assert (levels(sent), line.later) == ({"accepted", "assigned", "answered"}, [])


def test_what_waits_is_given_until_the_partner_says_that_it_is_there(partner):
    receive(partner.peer, [partner.note()])
    with acting_as(system("test")):
        message = Message.objects.get(outgoing=False)
        for level in ("assigned", "answered"):
            tell_later(message, level)
    first, second = receipts_for(partner.peer)
    assert receipts_for(partner.peer) == [first, second]
    assert fetched_receipts(partner.peer, {hash_of(first), "0" * 64}) == 1
    assert receipts_for(partner.peer) == [second]


def test_a_receipt_of_what_was_never_sent_to_this_partner_is_not_taken(cast, partner):
    other = make_partner(cast, node="ncb-elsewhere", agency=cast.police)
    sent = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    word = receipt(other, sent, "accepted")
    assert take_receipts(other.peer, [word], [other.signing.public]) == ["!message_unknown"]
    fields = partner.fields()
    receive(partner.peer, [partner.seal(fields)])
    with acting_as(system("test")):
        came = Message.objects.get(pk=fields["id"])
        sent.refresh_from_db()
    assert take_receipts(partner.peer, [receipt(partner, came, "accepted")], [partner.signing.public]) == [
        "!message_unknown"
    ]
    assert (sent.state, levels(sent)) == ("queued", set())


def test_nothing_is_told_of_what_is_ours_or_was_not_accepted(cast, partner):
    sent = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    receive(partner.peer, [partner.note(type="unheard.of")])
    with acting_as(system("test")):
        Message.objects.filter(pk=sent.pk).update(state="accepted")
        for message in Message.objects.all():
            tell_later(message, "assigned")
        assert list(Receipt.objects.values_list("level", "waiting")) == [("refused", False)]
