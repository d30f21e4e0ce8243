"""Each bug that is planted here is one that a crash alone brings to light; the drill of its step must find it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from pulang.cases.ownership import proposals
from pulang.crypto.errors import SealBroken
from pulang.db import blobs, context
from pulang.db.context import acting_as
from pulang.db.gathering import write_gathered
from pulang.exchange import actions, receipts
from pulang.exchange.attachments import carrying
from pulang.exchange.attachments import taking as files
from pulang.exchange.delivery import later, mailbox
from pulang.exchange.inbox import receiving
from pulang.exchange.keys import announcing, node_keys, rotation
from pulang.exchange.kinds import Counts
from pulang.exchange.models import Attachment, Peer, Receipt
from pulang.exchange.objects import taking, tombstones
from pulang.exchange.partners import agreements, pairing
from pulang.lib.actor import system
from tests.exchange.crashes.killing import from_here
from tests.exchange.crashes.test_crashes import STEPS


def early(call: Callable[..., Any]) -> Callable[..., Any]:
    """The same; but what stands before it is committed already, whatever becomes of the rest."""

    def called(*args: Any, **more: Any) -> Any:
        write_gathered()
        from_here()
        connection.connection.commit()
        with connection.cursor() as cursor:
            for savepoint in filter(None, connection.savepoint_ids):
                cursor.execute(f"SAVEPOINT {connection.ops.quote_name(savepoint)}")
        context._tell_database(context._current.get())
        return call(*args, **more)

    return called


def late(call: Callable[..., Any]) -> Callable[..., Any]:
    """The same; but only once everything else is committed."""

    def called(*args: Any, **more: Any) -> Counts:
        def act() -> None:
            from_here()
            with acting_as(system("bug")):
                call(*args, **more)

        transaction.on_commit(act)
        return Counts()

    return called


def unheard_after_the_commit(receive: Callable[..., Any]) -> Callable[..., Any]:
    def received(peer: Peer, tokens: list[bytes], **more: Any) -> Any:
        answers = receive(peer, tokens)
        from_here()
        with acting_as(system("bug")):
            Receipt.objects.filter(token__in=[answer.receipt for answer in answers]).update(waiting=True)
        return answers

    return received


def not_waiting_before_they_are_brought(deliver: Callable[..., Any]) -> Callable[..., Any]:
    def delivered(peer: Peer, courier: Any) -> None:
        with acting_as(system("bug")):
            tokens = list(Receipt.objects.filter(waiting=True).values_list("token", flat=True))
            from_here()
            Receipt.objects.filter(waiting=True).update(waiting=False)
        if tokens:
            courier.hand_receipts(tokens)

    return delivered


def held_before_it_is_brought(content_of: Callable[..., Any]) -> Callable[..., Any]:
    def content(one: Attachment, at: int, size: int) -> bytes | None:
        from_here()
        with acting_as(system("bug")):
            Attachment.objects.filter(pk=one.pk).update(held=at + size)
        return content_of(one, at, size)

    return content


def key_before_its_manifest(keep: Callable[..., Any]) -> Callable[..., Any]:
    def kept(keys: Any, **new: Any) -> None:
        keep(keys, root=new["root"], signing=new["signing"])
        from_here()
        keep(keys, **new)

    return kept


def without_sync(module: Any) -> Any:
    """The module `os` as a file of the house sees it, in which nothing waits for the disk."""
    return SimpleNamespace(**{**vars(module), "fsync": lambda place: from_here()})


BUGS = {
    "a message without its receipt": ("receiving", receiving, "signed_receipt", early),
    "an effect without its message": ("receiving", taking, "_set_terms", early),
    "half a batch": ("batch", receiving, "remember_coming", early),
    "a word before the removal": ("withdrawal", taking, "take_back", late),
    "a word before the tombstone": ("withdrawal", tombstones, "_append", late),
    "a receipt that waits too late": ("mailbox", mailbox, "receive", unheard_after_the_commit),
    "a receipt that waits too short": ("mailbox", mailbox, "deliver_receipts", not_waiting_before_they_are_brought),
    "a number given twice": ("sending", actions, "note", early),
    "a receipt without its state": ("receipt", receipts, "settle", early),
    "a copy that no book knows": ("giving", actions, "remember_sent", early),
    "an answer without its receipt": ("answer", later, "give_receipt", early),
    "a change that no copy hears of": ("deciding on a proposal", proposals, "correct_object", early),
    "a file that nobody is told of": ("file coming", files, "_tell", early),
    "a file in its place before the disk has it": ("file coming", blobs, "os", without_sync),
    "a file said to be there": ("file leaving", carrying, "_content", held_before_it_is_brought),
    "a key before its manifest": ("keys", rotation, "_keep", key_before_its_manifest),
    "keys in their place before the disk has them": ("keys", node_keys, "os", without_sync),
    "a manifest without what waits": ("manifest", announcing, "renew", early),
    "an agency without its node": ("pairing", Peer.objects, "create", early),
    "an agreement without a greeting": ("agreeing", pairing, "greet", early),
    "an end without a review": ("parting", agreements, "_ask_for_review", early),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found(drill, monkeypatch, bug):
    step, module, name, planted = BUGS[bug]
    monkeypatch.setattr(module, name, planted(getattr(module, name)))
    drill.in_bug = True
    with pytest.raises((AssertionError, ValueError, SealBroken)):
        STEPS[step](drill)
    assert drill.done, "a crash shows it, and nothing else"
