"""Each bug that is planted here breaks what must be true of a federation, and a play of it shows that."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pulang.cases.actions import deadlines, share_case
from pulang.cases.models import Task
from pulang.db.context import acting_as
from pulang.exchange.delivery import pushing
from pulang.exchange.inbox import receiving
from pulang.exchange.kinds import Counts, Effect
from pulang.exchange.models import Message
from pulang.exchange.objects import owning, taking
from pulang.lib.actor import system
from tests.exchange.federation.machine import Federation
from tests.exchange.test_conformance import acts_twice

A, B, C = "jakarta", "manila", "hanoi"


class Draws:
    """In the place of what Hypothesis would draw."""

    def __init__(self, *said: Any) -> None:
        self.said = list(said)

    def draw(self, strategy: object, label: str = "") -> Any:
        return self.said.pop(0)


class Play(Federation):
    """Steps of the machine by hand; what must be true is looked at after each."""

    def starts(self, count: int) -> None:
        self.begin(Draws(count), [0, 0, 0, 0])

    def carry(self, one: str, other: str, fault: str = "none") -> None:
        self.carries(Draws((one, other)), fault)
        self.holds()

    def share(self, one: str, other: str, *, onward: bool = False) -> tuple[str, str]:
        return self.shares(Draws((one, other)), onward)


def a_note(play: Play) -> None:
    play.starts(2)
    play.writes(Draws((A, B)))
    play.carry(A, B, "answer lost")
    play.carry(A, B, "twice")
    play.calm()


def taken_back_before_it_came(play: Play) -> None:
    play.starts(2)
    given = play.share(A, B)
    play.takes_back(given)
    play.carry(A, B)
    play.calm()


def taken_back(play: Play) -> None:
    play.starts(2)
    given = play.share(A, B)
    play.carry(A, B)
    play.takes_back(given)
    play.carry(A, B)
    play.calm()


def corrected(play: Play) -> None:
    play.starts(2)
    given = play.share(A, B)
    play.carry(A, B)
    play.corrects(given)
    play.carry(A, B)
    play.calm()


def corrected_out_of_order(play: Play) -> None:
    play.starts(2)
    given = play.share(A, B)
    for _ in range(4):
        play.corrects(given)
    play.carry(A, B, "shuffled")
    play.calm()


def passed_on(play: Play) -> None:
    play.starts(3)
    given = play.share(A, B, onward=True)
    play.carry(A, B)
    with play.world.at(B) as node:
        share_case(node.desk, case_id=play._case(given[1]).pk, to=C, summary=f"mark of {given[1]} in 1.")
    play.carry(B, C)
    play.takes_back(given)
    play.carry(A, B)
    play.carry(B, A)
    play.carry(B, C)
    play.carry(B, A)
    play.calm()


def lost(play: Play) -> None:
    play.starts(2)
    play.writes(Draws((A, B)))
    play.carry(A, B, "request lost")
    play.calm()


def overdue(play: Play) -> None:
    play.starts(2)
    given = play.share(A, B)
    play.carry(A, B)
    play.asks(given, Draws(B))
    play.carry(A, B)
    for hours in (70, 25, 80, 1):
        play.time_passes(hours)
        play.holds()
    for name in (A, B):
        with play.world.at(name), acting_as(system("test")):
            assert Task.objects.filter(code__in=("chase_answer", "answer_overdue")).count() == 1
    play.calm()


PLAYS = (a_note, taken_back_before_it_came, taken_back, corrected, corrected_out_of_order, passed_on, lost, overdue)


def undone(receive: Callable[..., Any]) -> Callable[..., Any]:
    """It answers, and the database keeps nothing."""

    def received(*said: Any, **more: Any) -> Any:
        with transaction.atomic():
            answers = receive(*said, **more)
            transaction.set_rollback(True)
        return answers

    return received


def at_once(withdraw: Callable[..., Effect]) -> Callable[..., Effect]:
    """`applied` is said when the own copy is gone."""

    def withdrawn(*said: Any) -> Effect:
        effect = withdraw(*said)
        return Effect(scope=effect.scope, code=effect.code, counts=effect.counts)

    return withdrawn


def given_up(later: Callable[..., None]) -> Callable[..., None]:
    def never(peer: Any, batch: list[Message], *said: Any) -> None:
        with acting_as(system("bug")):
            Message.objects.filter(pk__in=[one.pk for one in batch]).update(state="expired")

    return never


def again(escalate: Callable[..., int]) -> Callable[..., int]:
    """It forgets that it has escalated, and closes the task so that another can be made."""

    def escalated(actor: Any, at: Any) -> int:
        done = escalate(actor, at)
        with acting_as(system("bug")):
            Message.objects.exclude(escalated_at=None).update(escalated_at=None)
            Task.objects.filter(code__in=("chase_answer", "answer_overdue")).update(done_at=at)
        return done

    return escalated


def any_version(take: Callable[..., Effect]) -> Callable[..., Effect]:
    """An older version is carried out over a newer one."""

    def taken(peer: Any, actor: Any, kind: Any, held: Any, said: Any) -> Effect:
        if held is not None:
            held.version = 0
        return take(peer, actor, kind, held, said)

    return taken


BUGS: dict[str, tuple[Callable[[Play], None], Any, str, Callable[[Any], Any]]] = {
    "a receipt of what is not durable": (a_note, receiving, "receive", undone),
    "no memory of messages": (a_note, receiving, "_again", lambda _: acts_twice),
    "no tombstone": (taken_back_before_it_came, taking, "stone_of", lambda _: lambda uid, node: None),
    "a withdrawal takes nothing": (taken_back, taking, "take_back", lambda _: lambda *said: Counts()),
    "older versions stay": (corrected, taking, "_forget_bodies", lambda _: lambda peer, uid: 0),
    "versions go back": (corrected_out_of_order, taking, "_take_content", any_version),
    "applied is said too early": (passed_on, taking, "_withdraw", at_once),
    "who got it from us is forgotten": (passed_on, taking, "_tell_holders", lambda _: lambda *said: 0),
    "nobody hears that the others are done": (passed_on, owning, "_tell_source", lambda _: lambda book: None),
    "a lost message is given up": (lost, pushing, "_later", given_up),
    "a deadline fires again": (overdue, deadlines, "_escalate", again),
}


@pytest.fixture
def play(nodes, wire):
    made = type("APlay", (Play,), {"world": nodes, "wire": wire})()
    yield made
    nodes.end()


@pytest.mark.parametrize("steps", PLAYS, ids=lambda steps: steps.__name__)
def test_without_a_bug_each_play_ends_well(play, steps):
    steps(play)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found(play, monkeypatch, bug):
    steps, module, name, planted = BUGS[bug]
    monkeypatch.setattr(module, name, planted(getattr(module, name)))
    with pytest.raises((AssertionError, IntegrityError)):
        steps(play)
