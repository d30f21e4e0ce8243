"""The conformance kit: our node passes every case, and a node with a bug does not."""

import logging
import threading
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections

from pulang.api import nx, nx_files
from pulang.exchange.attachments import taking
from pulang.exchange.attachments.taking import finish, whole_and_unopened
from pulang.exchange.conform import attached
from pulang.exchange.conform.cases import CASES, run_all
from pulang.exchange.conform.kit import NODE, Kit, prepare
from pulang.exchange.inbox import opening, receiving
from pulang.exchange.inbox.receiving import Answer
from pulang.exchange.models import Message
from pulang.exchange.partners.pairing import accept_invite, confirm_peer, invite, keep_agreement, sign_agreement
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


@pytest.fixture(autouse=True)
def _opener(stage) -> Iterator[None]:
    """What the worker of a real node does: it opens the files that came whole."""
    over = threading.Event()

    def open_them() -> None:
        while not over.wait(0.05):
            for attachment in whole_and_unopened():
                finish(attachment)
        connections.close_all()

    thread = threading.Thread(target=open_them, daemon=True)
    thread.start()
    yield
    over.set()
    thread.join()


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
    "no memory of messages": (
        receiving,
        "_again",
        acts_twice,
        "the same message has one effect and the same receipt",
    ),
    "nonces are not kept": (nx, "use_nonce", lambda kid, nonce: None, "a request serves once"),
    "parts of files are taken anywhere": (
        *(nx_files, "take_part", lambda peer, message, wire, at, content: at + len(content)),
        "parts of a file out of order are not taken, and the answer says where to go on",
    ),
    "the hash of a file is not looked at": (
        *(taking, "_checked", lambda said, pieces: pieces),
        "a file with another hash is not kept, and refused after three times",
    ),
    "a downgrade is taken": (
        *(opening, "_refuse_downgrade", lambda peer, suite: None),
        "a weaker suite is refused where both announce the stronger",
    ),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_node_with_a_bug_fails(kit, monkeypatch, bug):
    module, name, broken, case = BUGS[bug]
    monkeypatch.setattr(module, name, broken)
    monkeypatch.setattr(attached, "PATIENCE", 2.0)
    assert case in failures(kit, only=case)
