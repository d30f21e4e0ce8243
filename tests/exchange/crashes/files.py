"""Files that go with messages: carried and kept whole or not at all, whatever lay on the disk."""

from uuid import UUID

from pulang.cases.actions import add_file, share_case
from pulang.cases.models import CaseFile
from pulang.db.context import acting_as
from pulang.exchange.attachments.carrying import carry
from pulang.exchange.attachments.keeper import keeper
from pulang.exchange.attachments.sealing import opened
from pulang.exchange.attachments.taking import finish
from pulang.exchange.delivery import mailbox
from pulang.exchange.models import Attachment, Message, Receipt
from pulang.lib.actor import system
from tests.exchange.crashes.drill import Drill
from tests.exchange.giver import Giver, document
from tests.exchange.partner import NODE

SIZE = 70_000  # two chunks


def coming(drill: Drill) -> None:
    """A file is in the case whole or not at all; the partner is told once."""
    giver = _giver(drill)

    def step() -> None:
        held = giver.part(0, b"")
        giver.part(held, giver.sealed[held:])
        finish(giver.row().pk)

    for _ in drill.crashes(step):
        _whole_or_not(giver)
    step()
    assert giver.row().state == "whole"


def fetched(drill: Drill) -> None:
    """The same where this node fetches it."""
    giver = _giver(drill)
    drill.line.file = giver.sealed
    for _ in drill.crashes(lambda: mailbox.fetch(drill.partner.peer.pk)):
        _whole_or_not(giver)
    assert giver.row().state == "whole"


def leaving(drill: Drill) -> None:
    """What the partner holds of a file goes on from where it stood, and opens to what was signed."""
    _allow_files(drill)
    case, content = drill.case(), document(SIZE)
    file = add_file(drill.cast.desk, case_id=case.pk, name="a.pdf", content=content)
    sent = share_case(drill.cast.desk, case_id=case.pk, to=NODE, files=[file.pk])
    (entry,) = sent.attachments
    with acting_as(system("test")):
        Message.objects.filter(pk=sent.pk).update(state="accepted")
    path = drill.line.folder / UUID(entry["id"]).hex

    def step() -> None:
        carry(drill.partner.peer, drill.line, yields=lambda: False)

    for _ in drill.crashes(step):
        with acting_as(system("test")):
            row = Attachment.objects.get(message=sent)
        assert row.state == "waiting"
        assert row.held <= (path.stat().st_size if path.exists() else 0), "nobody is said to hold what he does not"
    assert b"".join(opened(entry, iter([path.read_bytes()]))) == content


def _allow_files(drill: Drill) -> None:
    drill.partner.agreement.terms["attachment_bytes"] = 1024 * 1024
    drill.partner.agreement.save()


def _giver(drill: Drill) -> Giver:
    _allow_files(drill)
    giver = Giver(drill.partner, document(SIZE))
    giver.share()
    return giver


def _whole_or_not(giver: Giver) -> None:
    with acting_as(system("test")):
        files, told = CaseFile.objects.count(), Receipt.objects.filter(level="attached").count()
    assert (giver.row().state, files, told) in (("waiting", 0, 0), ("whole", 1, 1))
    if files:
        with acting_as(system("test")):
            assert b"".join(keeper().read(CaseFile.objects.get().pk, 0)) == giver.content


ROOM = {"file coming": coming, "file fetched": fetched, "file leaving": leaving}
