"""The conformance kit: our node passes every case, and a node with a bug does not."""

import logging

import pytest
from django.conf import settings

from pulang.api import nx
from pulang.exchange import inbox, opening
from pulang.exchange.conform.cases import CASES, run_all
from pulang.exchange.conform.kit import NODE, Kit, prepare
from pulang.exchange.inbox import Answer
from pulang.exchange.models import Message
from pulang.exchange.pairing import accept_invite, confirm_peer, invite, keep_agreement, sign_agreement
from pulang.exchange.receipts import give_receipt
from pulang.lib.actor import system
from tests.exchange.kits import read


@pytest.fixture
def kit(stage, tmp_path, caplog):
    caplog.set_level(logging.ERROR)
    us = system("test")
    phrase = prepare(tmp_path, {**invite(), "address": settings.BASE_URL})
    accept_invite(us, invite=read(tmp_path / "invite.json"))
    confirm_peer(us, node_id=NODE, typed=phrase)
    signed = read(tmp_path / "agreement.json")
    keep_agreement(us, signed=sign_agreement(us, terms=signed["terms"], signatures=signed["signatures"]))
    return Kit.load(tmp_path, stage.probe)


def failures(kit, only="") -> dict[str, str]:
    return {outcome.case.name: outcome.failure for outcome in run_all(kit, only=only) if not outcome.passed}


def test_our_node_passes_every_case_and_goes_on_later(kit, tmp_path):
    assert failures(kit) == {}
    assert failures(Kit.load(tmp_path, kit.probe), only=CASES[0].name) == {}


def test_every_group_has_cases():
    assert {case.group for case in CASES} == {"valid", "invalid", "replayed", "reordered", "hostile"}


def acts_twice(node, peer, held, hash_, token):
    """A node that does not know a message when it comes again."""
    return Answer(receipt=give_receipt(Message.objects.get(pk=held.pk), "stored", "again").token)


BUGS = {
    "no memory of messages": (inbox, "_again", acts_twice, "the same message has one effect and the same receipt"),
    "nonces are not kept": (nx, "use_nonce", lambda kid, nonce: None, "a request serves once"),
    "a downgrade is taken": (
        *(opening, "_refuse_downgrade", lambda peer, suite: None),
        "a weaker suite is refused where both announce the stronger",
    ),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_node_with_a_bug_fails(kit, monkeypatch, bug):
    module, name, broken, case = BUGS[bug]
    monkeypatch.setattr(module, name, broken)
    assert case in failures(kit, only=case)
