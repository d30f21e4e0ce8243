"""Whatever breaks while messages are taken: what a receipt says is so, and in the end each is done, once."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from pulang.api import nx
from pulang.cases.models import Case
from pulang.crypto.signing_keys import VerifyKey
from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.keys.rotation import rotate_keys
from pulang.exchange.models import Message, SharedObject, Tombstone
from pulang.exchange.receipts import ReadReceipt, read_receipt
from pulang.exchange.transport.probe import Probe, ProbeFailed
from pulang.lib.actor import system
from tests.exchange.faults import NODE_FAULTS, Faults, failing
from tests.exchange.stage import Stage
from tests.exchange.test_log import problems

WIRE_FAULTS = ("none", "answer lost", "flipped", "twice at once")
PLACES = {"line down before a statement": 60, "disk full": 2}  # of a request, about; of others: 3


@dataclass
class Sent:
    """A message on its way: what it does to which object, and the receipt that was given."""

    id: UUID
    token: bytes
    uid: UUID | None = None
    op: str = ""
    ver: int = 0
    receipt: str = ""


@dataclass
class Owner:
    """The partner: it says, sends again what has no receipt, and looks whether each receipt is true."""

    stage: Stage
    faults: Faults
    random: Random
    second: Probe
    open: list[Sent] = field(default_factory=list)
    done: dict[UUID, Sent] = field(default_factory=dict)
    lives: list[tuple[UUID, int]] = field(default_factory=list)
    keys: dict[str, VerifyKey] = field(default_factory=dict)

    def run(self) -> None:
        """One request under one fault."""
        fault = self.random.choice([*NODE_FAULTS, *WIRE_FAULTS])
        self.open += [self.says() for _ in range(self.random.choice((0, 1, 1, 2)))] if len(self.open) < 12 else []
        again = self.random.sample(list(self.done.values())[-20:], 1) if self.done and not self.open else []
        some = again or self.random.sample(self.open, min(len(self.open), self.random.randint(1, 4)))
        if some:
            self.faults.set(fault, self.random.randint(1, PLACES.get(fault, 3)))
            for lines in self.bring(some, fault):
                self.look(some, lines)

    def says(self) -> Sent:
        """A note, a new case, or the next word on an older one."""
        uid, ver, op = None, 0, self.random.choice((*[""] * 8, "create", "create", "correct", "withdraw"))
        if op in ("correct", "withdraw") and self.lives:
            uid, ver = self.lives.pop(self.random.randrange(len(self.lives)))
        elif op:
            uid, op = uuid4(), "create"
        fields = self.stage.true()
        if uid:
            fields |= {"type": "case.share", "obj": {"uid": str(uid), "ver": ver + 1, "op": op}}
            fields["body"] = {"reason": "safety"} if op == "withdraw" else whole(uid)
            if op != "withdraw":
                self.lives = [*self.lives[-30:], (uid, ver + 1)]
        return Sent(UUID(fields["id"]), self.stage.seal(fields), uid, op, ver + 1)

    def bring(self, some: list[Sent], fault: str) -> Iterator[list[str]]:
        """The answers that reach the partner."""
        tokens = [one.token for one in some]
        if fault == "flipped":
            at = self.random.randrange(len(tokens[0]))
            tokens[0] = tokens[0][:at] + bytes([tokens[0][at] ^ 1]) + tokens[0][at + 1 :]
        with ThreadPoolExecutor(2) as pool:
            probes = [self.stage.probe, self.second] if fault == "twice at once" else [self.stage.probe]
            came = list(pool.map(lambda probe: self._push(probe, tokens), probes))
        if fault != "answer lost":
            yield from (lines for lines in came if len(lines) == len(some))

    def _push(self, probe: Probe, tokens: list[bytes]) -> list[str]:
        try:
            said = probe.signed("POST", "/nx/1/in", b"\n".join(tokens), self.stage.played.signing)
        except ProbeFailed:
            return []
        return said.lines if said.status == 200 else []

    def look(self, some: list[Sent], lines: list[str]) -> None:
        """Each receipt against what another connection finds in the database."""
        now = node_keys().signing.public
        self.keys[now.kid] = now  # and those of before: a receipt outlives the key that signed it
        told = [
            (one, read_receipt(line, list(self.keys.values())))
            for one, line in zip(some, lines, strict=True)
            if line[0] != "!"
        ]
        with acting_as(system("test")):
            for one, receipt in told:
                assert receipt.message == one.id
                is_true(one, receipt)
                assert one.receipt in ("", meaning(receipt)), "one message, one word"
                one.receipt = meaning(receipt)
                self.done[one.id] = one
        self.open = [one for one in self.open if not one.receipt]


def whole(uid: UUID) -> dict:
    papers = [{"kind": "passport", "number": "C1234567"}]
    person = {"name": "Siti Aminah", "papers": papers}
    return {"case": str(uid), "number": "KH-1", "urgency": "danger", "person": person, "summary": "Held in Bavet."}


def meaning(receipt: ReadReceipt) -> str:
    return f"{receipt.level} {receipt.code} {receipt.at}"


def is_true(one: Sent, receipt: ReadReceipt) -> None:
    """What the receipt says of the message is durable. AssertionError else."""
    held = Message.objects.filter(pk=one.id, outgoing=False).first()
    assert held is not None, f"{receipt.level} was said of a message that is not here"
    assert held.hash == receipt.hash
    assert held.state == {"applied": "accepted"}.get(receipt.level, receipt.level), receipt
    if one.op in ("create", "correct") and receipt.level != "refused":
        at_least = {"uid": one.uid, "version__gte": one.ver}
        assert SharedObject.objects.filter(**at_least).exists() or Tombstone.objects.filter(**at_least).exists()
    elif receipt.level == "applied":
        assert one.op == "withdraw"
        names = [case.person.name for case in Case.objects.filter(uid=one.uid).select_related("person")]
        assert set(names) <= {"–"}, "applied, and still here"  # what a withdrawal leaves of a name
        assert Tombstone.objects.filter(uid=one.uid).exists()


def play(stage: Stage, runs: int, seed: int, *, rotating: int = 0, administrator=None) -> None:
    """So many requests, each under a fault; then none, and all must be done, once. Keys change every so many."""
    with failing() as faults, Probe(stage.probe.base_url) as second:
        owner = Owner(stage, faults, Random(seed), second)
        for run in range(1, runs + 1):
            owner.run()
            if rotating and run % rotating == 0:
                faults.set("", 0)
                rotate_keys(administrator)
        faults.set("", 0)
        while owner.open:
            left = owner.open[:64]
            for lines in owner.bring(left, "none"):
                owner.look(left, lines)
            assert not all(one in owner.open for one in left), "no fault, and no receipt"
        assert faults.struck > runs / 8, "faults that never strike show nothing"
    said = [one for one in owner.done.values() if one.receipt.startswith("accepted ")]
    with acting_as(system("test")):
        assert set(Message.objects.filter(outgoing=False).values_list("pk", flat=True)) == set(owner.done)
        here = set(Case.objects.values_list("uid", flat=True))
        assert {one.uid for one in said if one.op in ("create", "correct")} <= here
        assert here <= {one.uid for one in owner.done.values()}
    assert problems() == []


@pytest.fixture(autouse=True)
def _quiet(stage, settings, tmp_path, caplog):
    """Each fault is logged; stones of other tests lie in another folder; the partner may bring what it wants."""
    caplog.set_level(logging.CRITICAL)
    settings.TOMBSTONES, settings.PEER_QUOTA = tmp_path / "tombstones", (10**9, 10**15)


@pytest.mark.parametrize("place", [1, 12, 24])
def test_a_database_lost_in_the_middle_is_said_to_be_away(stage, place):
    token = stage.seal(stage.true())
    with failing() as faults:
        faults.set("line down before a statement", place)
        assert stage.push(token).status == 503
    assert stage.push(token).status == 200


def test_no_receipt_is_false_under_any_fault(stage):
    play(stage, 100, seed=1)


@pytest.mark.nightly
def test_no_receipt_is_false_in_a_hundred_thousand_faulted_runs(stage, committed_cast):
    play(stage, 100_000, seed=2, rotating=5_000, administrator=committed_cast.administrator)


def test_keys_that_rotate_under_load_lose_nothing(stage, committed_cast):
    play(stage, 60, seed=3, rotating=12, administrator=committed_cast.administrator)


def before_its_commit(peer, tokens):
    """A node that answers first, and whose commit then fails."""
    with transaction.atomic():
        answers = receive(peer, tokens)
        transaction.set_rollback(bool(len(tokens) % 2))
    return answers


def test_a_node_that_answers_before_it_has_committed_is_found(stage, monkeypatch):
    monkeypatch.setattr(nx, "receive", before_its_commit)
    with pytest.raises(AssertionError, match="not here"):
        play(stage, 60, seed=4)
