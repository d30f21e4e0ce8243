"""Files of a case that go with a message to a partner."""

from collections.abc import Sequence
from uuid import UUID

from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case, CaseFile
from pulang.cases.rules.sections import SENDABLE
from pulang.exchange.attachments.keeper import Attached
from pulang.exchange.errors import OnwardRefused
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid
from pulang.lib.media import ALLOWED


def attached(actor: Actor, case: Case, files: Sequence[UUID], *, owner: str = "") -> list[Attached]:
    """The files as the message announces them; that they leave is in the audit.

    `owner`: the node whose object the message passes on. What another node owns goes with that alone. Raises
    Invalid where a file is not the actor's to send, OnwardRefused.
    """
    wanted = list(dict.fromkeys(files))
    found = {file.pk: file for file in CaseFile.objects.filter(case=case, pk__in=wanted, section__in=SENDABLE)}
    if len(found) != len(wanted):
        raise Invalid("files", "not_a_choice")
    for file in found.values():
        if file.owner_node and not (file.owner_node == owner and file.handling.get("onward")):
            raise OnwardRefused(owner=file.owner_node)
        record(actor, Event.FILE_READ, scope=case.pk, why="assigned", file=file.pk, section=file.section, sent=True)
    return [_attached(case, found[pk]) for pk in wanted]


def _attached(case: Case, file: CaseFile) -> Attached:
    file.case = case
    name = str(file.name)
    ending = ALLOWED[file.media_type]
    shown = name if name.lower().endswith(ending) else f"{name[: 200 - len(ending)]}{ending}"
    return Attached(file.pk, shown, file.media_type, file.size, bytes(file.sha256).hex())
