"""What comes: by the wire, in batches, from the mailbox, in a file; here whole with its receipt, or not at all."""

import json
from io import BytesIO
from pathlib import Path

from django.conf import settings

from pulang.cases.models import Case, Task
from pulang.db.context import acting_as
from pulang.exchange.delivery import mailbox
from pulang.exchange.delivery.bundles import import_bundle
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Message, Receipt
from pulang.lib.actor import system
from tests.exchange.crashes.drill import Drill, question, received
from tests.exchange.test_bundles import bundle
from tests.exchange.test_ownership import Owner, everything_of_her, said
from tests.exchange.test_sending import receipt

ONE = ("accepted", 1)


def message(drill: Drill) -> None:
    """A shared case, killed anywhere, is here whole or not at all, and once in the end."""
    owner = Owner(drill.partner)
    token = owner.says("create", 1)
    for _ in drill.crashes(lambda: receive(drill.partner.peer, [token])):
        with acting_as(system("test")):
            cases, tasks = Case.objects.filter(uid=owner.uid).count(), Task.objects.count()
        assert received() in ([], [ONE])
        assert (cases, tasks) == ((0, 0) if not received() else (1, 1))
    (answer,) = receive(drill.partner.peer, [token])
    assert said(answer)["level"] == "accepted"
    assert received() == [ONE]


def withdrawal(drill: Drill) -> None:
    """`applied` was never said while anything of her is here, nor before what outlives a restore is on the disk."""
    owner = Owner(drill.partner)
    receive(drill.partner.peer, [owner.says("create", 1)])
    token = owner.says("withdraw", 2)
    for _ in drill.crashes(lambda: receive(drill.partner.peer, [token])):
        with acting_as(system("test")):
            applied = Receipt.objects.filter(level="applied").exists()
        assert applied == ("Siti" not in everything_of_her())
        assert not applied or owner.uid in stones()
    (answer,) = receive(drill.partner.peer, [token])
    assert said(answer)["level"] == "applied"
    assert "Siti" not in everything_of_her()
    assert owner.uid in stones()


def stones() -> set[str]:
    """The objects that the file of the tombstones names in lines that can be read."""
    found, path = set(), Path(settings.TOMBSTONES)
    for line in path.read_text().splitlines() if path.exists() else ():
        try:
            found.add(json.loads(line)["uid"])
        except ValueError:
            continue
    return found


def corrections(drill: Drill) -> None:
    """A correction, a restriction, a question: each is here whole with its receipt, or not at all."""
    owner, peer = Owner(drill.partner), drill.partner.peer
    receive(peer, [owner.says("create", 1)])
    tokens = [owner.says("correct", 2, name="Siti Nur"), owner.says("restrict", 3, code="H3")]
    for number, token in enumerate([*tokens, question(drill.partner, owner.uid)], start=2):
        for _ in drill.crashes(lambda token=token: receive(peer, [token])):
            assert received() in ([ONE] * (number - 1), [ONE] * number)
        receive(peer, [token])
        assert received() == [ONE] * number


def batch(drill: Drill) -> None:
    """Several messages in one request are here together or not at all, each with its receipt."""
    owner, partner = Owner(drill.partner), drill.partner
    told = [owner.says("create", 1), question(partner, owner.uid), owner.says("correct", 2), partner.note()]
    for _ in drill.crashes(lambda: receive(partner.peer, told)):
        assert received() in ([], [ONE] * len(told))
    assert all(answer.receipt for answer in receive(partner.peer, told))
    assert received() == [ONE] * len(told)


def file_by_hand(drill: Drill) -> None:
    """A bundle is taken with all its messages or none; a receipt in it stands with what it says of the message."""
    owner, partner, sent = Owner(drill.partner), drill.partner, drill.note()
    lines = [owner.says("create", 1), question(partner, owner.uid)]
    content = bundle(partner, *(f"m {one.decode()}" for one in lines), f"r {receipt(partner, sent, 'accepted')}")
    for _ in drill.crashes(lambda: import_bundle(drill.cast.administrator, file=BytesIO(content))):
        assert received() in ([], [ONE] * 2)
        with acting_as(system("test")):
            stands = Message.objects.get(pk=sent.pk).state, Receipt.objects.filter(message=sent).count()
        assert stands in (("queued", 0), ONE)
    assert import_bundle(drill.cast.administrator, file=BytesIO(content)).refused == ()
    assert received() == [ONE] * 2
    with acting_as(system("test")):
        assert Message.objects.get(pk=sent.pk).state == "accepted"
        assert Receipt.objects.filter(message__outgoing=False, waiting=True).count() == 2


def from_the_mailbox(drill: Drill) -> None:
    """What is fetched is here once; and whoever wrote it gets the receipt, though it cannot reach us."""
    owner, partner, line = Owner(drill.partner), drill.partner, drill.line
    line.waiting = [owner.says("create", 1), partner.note(), owner.says("withdraw", 2), partner.note()]
    for _ in drill.crashes(lambda: mailbox.fetch(partner.peer.pk)):
        came = received()
        assert came == [ONE] * len(came)
    mailbox.fetch(partner.peer.pk)
    assert received() == [ONE] * len(line.waiting)
    with acting_as(system("test")):
        given = set(Receipt.objects.filter(message__outgoing=False).values_list("token", flat=True))
    assert given <= line.receipts()


ROOM = {
    "receiving": message,
    "withdrawal": withdrawal,
    "corrections": corrections,
    "batch": batch,
    "file by hand": file_by_hand,
    "mailbox": from_the_mailbox,
}
