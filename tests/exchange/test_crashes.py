"""`kill -9` before every statement of sender, receiver and withdrawal: nothing is lost, nothing is done twice.

A child process does the step with its own connection to the database and kills itself before its nth statement.
What stands then must be all or nothing; done again, it must be there once.
"""

import itertools
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from pulang.cases.models import Case, CaseFile, Task
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.attachments.taking import finish
from pulang.exchange.inbox import receive
from pulang.exchange.models import Message, Peer, Receipt
from pulang.exchange.receipts import keep_receipt, read_receipt
from pulang.lib.actor import system
from tests.exchange.partner import NODE, partner_of
from tests.exchange.test_attachments import Giver, document
from tests.exchange.test_ownership import Owner, everything_of_her, said
from tests.exchange.test_sending import receipt

LONGEST = 400  # statements: more than any step has
Step = Callable[[], object]


def killed_before(number: int, step: Step) -> bool:
    """Whether the child was killed before its nth statement; False where it came to its end before."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        count = itertools.count(1)

        def wrapper(execute: Any, *args: Any) -> Any:
            if next(count) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*args)

        try:
            with connection.execute_wrapper(wrapper):
                step()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def crashes(step: Step, *, every: int) -> Iterator[int]:
    """Kill the step at each place in turn, until it comes to its end."""
    for number in range(1, LONGEST, every):
        if not killed_before(number, step):
            return
        yield number
    raise AssertionError("a step has an end")


@pytest.fixture
def partner(committed_cast):
    return partner_of(committed_cast)


def received() -> list[tuple[str, int]]:
    """State of each message that came, and how many receipts tell of it."""
    with acting_as(system("test")):
        came = Message.objects.filter(outgoing=False)
        return [(one.state, Receipt.objects.filter(message=one).count()) for one in came]


def drill_receiver(partner, every: int) -> int:
    """A shared case, killed anywhere, is here whole or not at all, and once in the end."""
    owner, done = Owner(partner), 0
    token = owner.says("create", 1)
    for _number in crashes(lambda: receive(partner.peer, [token]), every=every):
        done += 1
        with acting_as(system("test")):
            cases, tasks = Case.objects.filter(uid=owner.uid).count(), Task.objects.count()
        assert received() in ([], [("accepted", 1)])
        assert (cases, tasks) == ((0, 0) if not received() else (1, 1))
    (answer,) = receive(partner.peer, [token])
    assert said(answer)["level"] == "accepted"
    assert received() == [("accepted", 1)]
    return done


def drill_withdrawal(partner, every: int) -> int:
    """`applied` was never said while anything of her is here; what was taken back stays so."""
    owner, done = Owner(partner), 0
    receive(partner.peer, [owner.says("create", 1)])
    token = owner.says("withdraw", 2)
    for _number in crashes(lambda: receive(partner.peer, [token]), every=every):
        done += 1
        with acting_as(system("test")):
            applied = Receipt.objects.filter(level="applied").exists()
        assert applied == ("Siti" not in everything_of_her())
    (answer,) = receive(partner.peer, [token])
    assert said(answer)["level"] == "applied"
    assert "Siti" not in everything_of_her()
    return done


def drill_sender(cast, partner, every: int) -> int:
    """The number of a message and the message go together: no gap, no double."""
    done = 0

    def step() -> None:
        send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")

    for _number in crashes(step, every=every):
        done += 1
        with acting_as(system("test")):
            seqs = sorted(Message.objects.filter(outgoing=True).values_list("seq", flat=True))
            following = Peer.objects.get(pk=partner.peer.pk).next_seq
        assert seqs == list(range(1, following))
    return done


def drill_receipt(cast, partner, every: int) -> int:
    """A receipt and what it says of the message are kept together."""
    done = 0
    sent = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    token = receipt(partner, sent, "accepted")

    def step() -> None:
        with acting_as(system("delivery")):
            message = Message.objects.get(pk=sent.pk)
            keep_receipt(message, token, read_receipt(token, [partner.signing.public]))

    for _number in crashes(step, every=every):
        done += 1
        with acting_as(system("test")):
            state, kept = Message.objects.get(pk=sent.pk).state, Receipt.objects.filter(message=sent).count()
        assert (state, kept) in (("queued", 0), ("accepted", 1))
    return done


def drill_file(partner, every: int) -> int:
    """A file is in the case whole or not at all, whatever lay on the disk; the partner is told once."""
    partner.agreement.terms["attachment_bytes"] = 1024 * 1024
    partner.agreement.save()
    giver, done = Giver(partner, document(70_000)), 0
    giver.share()

    def step() -> None:
        held = giver.part(0, b"")
        giver.part(held, giver.sealed[held:])
        finish(giver.row().pk)

    for _number in crashes(step, every=every):
        done += 1
        with acting_as(system("test")):
            files, told = CaseFile.objects.count(), Receipt.objects.filter(level="attached").count()
        assert (giver.row().state, files, told) in (("waiting", 0, 0), ("whole", 1, 1))
    step()
    assert giver.row().state == "whole"
    return done


def test_a_file_comes_whole_or_not_at_all(partner, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    assert drill_file(partner, every=5) > 3


def test_a_shared_case_comes_whole_or_not_at_all(partner):
    assert drill_receiver(partner, every=7) > 3


def test_a_withdrawal_is_done_before_it_is_said(partner):
    assert drill_withdrawal(partner, every=7) > 3


def test_a_message_and_its_number_are_written_together(committed_cast, partner):
    assert drill_sender(committed_cast, partner, every=3) > 2


def test_a_receipt_and_the_state_of_its_message_are_kept_together(committed_cast, partner):
    assert drill_receipt(committed_cast, partner, every=2) > 1


def many(cast, partner, wanted: int) -> None:
    """So many crashes, at every statement of sender, receipt, receiver and withdrawal in turn."""
    done = 0
    while done < wanted:
        done += drill_sender(cast, partner, every=1) + drill_receipt(cast, partner, every=1)
        clear()
        done += drill_receiver(partner, every=1)
        clear()
        done += drill_withdrawal(partner, every=1)
        clear()


def clear() -> None:
    """What the drill before left, so that the next one counts its own."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE exchange_message, exchange_sharedobject, exchange_tombstone, cases_case CASCADE")
        cursor.execute("UPDATE exchange_peer SET next_seq = 1, last_hash = '', seen_seq = 0")


def test_every_statement_of_every_step_can_be_the_last(committed_cast, partner):
    many(committed_cast, partner, 1)


@pytest.mark.nightly
def test_ten_thousand_crashes_lose_nothing_and_double_nothing(committed_cast, partner):
    many(committed_cast, partner, 10_000)
