"""The drills of faults, of the hostile wire and of the log each find a bug that is planted."""

import logging
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as node
from hypothesis import Phase, given, settings

from pulang.exchange.inbox import opening, receiving
from pulang.exchange.log import verifying
from pulang.exchange.objects import taking
from pulang.exchange.objects.tombstones import set_stone
from tests.exchange import test_any_order as any_order
from tests.exchange.test_hostile_wire import attack
from tests.exchange.test_log import log, problems

__all__ = ["log"]

ORDER = {
    "no tombstone": ("stone_of", lambda uid, node: None),
    "older versions are kept": ("_forget_bodies", lambda peer, uid: 0),
    "a withdrawal takes nothing": ("take_back", lambda *said: taking.Counts()),
}


@pytest.mark.parametrize("bug", ORDER)
def test_a_bug_in_the_order_of_versions_is_found(partner, monkeypatch, bug):
    monkeypatch.setattr(taking, *ORDER[bug])

    @settings(max_examples=60, database=None, phases=[Phase.generate], **any_order.QUIET)
    @given(script=any_order.faulty())
    def played(script):
        any_order.play(partner, script)

    with pytest.raises(AssertionError):
        played()


def for_anybody(payload):
    return replace(read(payload), to=node.NODE.id)


def leaves_something(*said, **more):
    set_stone(uuid4(), version=1, node="x", reason="bug")
    return quarantine(*said, **more)


read, quarantine = opening.read, receiving._quarantine
WIRE = {
    "messages for others are taken": (opening, "read", for_anybody),
    "any clock is believed": (receiving, "CLOCK_DIFFERENCE", timedelta(days=9000 * 365)),
    "what is refused leaves something": (receiving, "_quarantine", leaves_something),
}


@pytest.mark.parametrize("bug", WIRE)
def test_a_bug_on_the_hostile_wire_is_found(stage, monkeypatch, caplog, tmp_path, bug):
    caplog.set_level(logging.ERROR, "pulang.exchange.inbox.receiving")
    monkeypatch.setattr(node, "TOMBSTONES", tmp_path / "tombstones")
    monkeypatch.setattr(*WIRE[bug])
    with pytest.raises(AssertionError):
        attack(stage, 300, seed=3)


def test_a_log_that_chains_less_than_was_said_is_found(log, monkeypatch):
    monkeypatch.setattr(verifying, "text_of", lambda entry: b"the same of all")
    assert problems(), "whoever checks less than was written sees it at once"
