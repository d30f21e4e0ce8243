"""Whatever the network does to an owner's messages, the copy ends as its highest version says."""

from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pulang.cases.models import Case
from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Message, SharedObject
from pulang.lib.actor import system
from tests.exchange.test_ownership import Owner, everything_of_her, said

CONTENT = ("create", "correct", "withdraw")
LIFE = st.lists(st.sampled_from(["correct", "withdraw", "restrict", "review", "create"]), max_size=4)


@st.composite
def faulty(draw: st.DrawFn) -> tuple[list[str], list[int]]:
    """What the owner does, version by version, and the order in which it arrives: lost, doubled, out of order."""
    ops = ["create", *draw(LIFE)]
    arrivals = draw(st.lists(st.integers(0, len(ops) - 1), max_size=8))
    return ops, [*arrivals, *draw(st.permutations(range(len(ops))))]  # at last the faults stop


@dataclass
class Node:
    """This node as the owner of the model sees it: what came, what it said, what it shows."""

    owner: Owner
    ops: list[str]
    tokens: list[bytes] = field(default_factory=list)
    came: set[int] = field(default_factory=set)
    receipts: dict[int, str] = field(default_factory=dict)
    version: int = 0

    def __post_init__(self) -> None:
        self.tokens = [self.owner.says(op, ver, name=f"Name{ver}x") for ver, op in enumerate(self.ops, 1)]

    def arrives(self, place: int) -> None:
        (answer,) = receive(self.owner.partner.peer, [self.tokens[place]])
        assert said(answer)["level"] in ("accepted", "applied", "refused")
        assert self.receipts.setdefault(place, answer.receipt) == answer.receipt, "one message, one word"
        self.came.add(place)
        self.check()

    def check(self) -> None:
        content = [place for place in self.came if self.ops[place] in CONTENT]
        highest = max(content, default=None)
        shown = everything_of_her()
        for place in content:
            if self.ops[place] != "withdraw" and place != highest:
                assert f"Name{place + 1}x" not in shown, "an older version shows"
        with acting_as(system("test")):
            rows = Message.objects.filter(outgoing=False).count()
            book = SharedObject.objects.filter(uid=self.owner.uid).first()
            person = Case.objects.filter(uid=self.owner.uid).values_list("person", flat=True).first()
        assert rows == len(self.came), "once each"
        if highest is not None and self.ops[highest] != "withdraw":
            assert f"Name{highest + 1}x" in shown
            assert person is not None
        if book is not None:
            assert book.version >= self.version, "versions never go back"
            self.version = book.version


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def play(partner, script: tuple[list[str], list[int]]) -> None:
    ops, arrivals = script
    with taken_back():
        partner.seq = 0
        node = Node(Owner(partner), ops)
        for place in arrivals:
            node.arrives(place)
        assert node.came == set(range(len(ops)))


QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


@settings(max_examples=15, **QUIET)
@given(script=faulty())
def test_a_copy_ends_as_its_highest_version_says(partner, script):
    play(partner, script)


@pytest.mark.nightly
@settings(max_examples=1000, **QUIET)
@given(script=faulty())
def test_a_copy_ends_as_its_highest_version_says_a_thousand_times(partner, script):
    play(partner, script)
