"""Files that come: only what an accepted message announced, part by part, kept once opened and its hash holds."""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from pulang.crypto.errors import SealBroken
from pulang.crypto.streams import sealed_size
from pulang.db.context import acting_as
from pulang.db.parts import drop_part, extend_part, part_length, part_pieces
from pulang.exchange.attachments.keeper import Arrived, keeper
from pulang.exchange.attachments.sealing import opened
from pulang.exchange.delivery.later import tell_later
from pulang.exchange.errors import AttachmentUnknown, Refused
from pulang.exchange.models import Attachment, Message, Peer, SharedObject
from pulang.exchange.waking import finish_soon
from pulang.lib.actor import system
from pulang.lib.errors import PulangError

TRIES = 3  # a file that came whole and does not open is asked for anew, so often


def check_entries(entries: list[dict[str, Any]]) -> list[int]:
    """The sizes of what an envelope announces. Raises Refused where two bear one id."""
    if len({one["id"] for one in entries}) != len(entries):
        raise Refused("body_refused", place="att")
    return [int(one["size"]) for one in entries]


def remember_coming(message: Message) -> int:
    """In the transaction of the inbox: an accepted message announced these. Returns how many bytes are to come."""
    rows = [
        Attachment(message=message, wire=UUID(said["id"]), size=sealed_size(said["size"]))
        for said in message.attachments or ()
    ]
    Attachment.objects.bulk_create(rows)
    return sum(row.size for row in rows)


def take_part(peer: Peer, message: UUID, wire: UUID, at: int, content: bytes) -> int:
    """Put sealed bytes that begin at `at` to what is here; returns how many bytes are here now.

    Where another number is here, nothing is taken, and the answer says where to go on. What is more than was
    announced is not kept. Raises AttachmentUnknown, Refused with the code of why the file is not taken,
    Unavailable on a full disk.
    """
    with acting_as(system("attachment")):
        one, free = _coming(peer, message, wire)
        if one.state == "whole" or not free:
            return one.size
        held = part_length(one.pk)
        if at == held and content:
            held = extend_part(one.pk, content[: one.size - held])
        if held != one.held:
            one.held = held
            one.save(update_fields=["held", "changed_at"])
        if held == one.size:
            finish_soon(one.pk)
    return held


def take_carried(peer: Peer, message: UUID, wire: UUID, at: int, content: bytes) -> bool:
    """Take of these bytes what is not here yet; whether the file is whole now, and then it is opened.

    Raises AttachmentUnknown, Refused, Unavailable as `take_part` does.
    """
    held = take_part(peer, message, wire, 0, b"")
    if at <= held < at + len(content):
        held = take_part(peer, message, wire, held, content[held - at :])
    with acting_as(system("attachment")):
        one = Attachment.objects.get(message=message, wire=wire, message__peer=peer, message__outgoing=False)
    if held == one.size and one.state == "waiting":
        finish(one.pk)
    return held == one.size


def _coming(peer: Peer, message: UUID, wire: UUID) -> tuple[Attachment, bool]:
    """What was announced, and whether it is free: while it is opened nothing more is taken, and nobody waits."""
    rows = Attachment.objects.filter(message=message, wire=wire, message__peer=peer, message__outgoing=False)
    locked = rows.select_for_update(of=("self",), skip_locked=True).first()
    one = locked or rows.first()
    if one is None:
        raise AttachmentUnknown()
    if one.state in ("refused", "gone"):
        raise Refused(one.code)
    return one, locked is not None


def finish(attachment_id: UUID) -> None:
    """Open what came whole and give it to its keeper; then, with the last one, the partner is told."""
    with acting_as(system("attachment")):
        rows = Attachment.objects.select_for_update(of=("self",)).select_related("message__peer__agency")
        one = rows.filter(pk=attachment_id, state="waiting").first()
        if one is None or part_length(one.pk) != one.size:
            return
        try:
            with transaction.atomic():
                one.file, one.state = _kept(one), "whole"
        except SealBroken:
            _broken(one)
        except PulangError as error:
            one.state, one.code = "refused", error.code
        drop_part(one.pk)
        one.save()
        _tell(one.message)


def whole_and_unopened() -> list[UUID]:
    """What came whole while nobody was there to open it."""
    with acting_as(system("attachment")):
        full = Attachment.objects.filter(state="waiting", message__outgoing=False, held=F("size"))
        return list(full.values_list("pk", flat=True))


def _kept(one: Attachment) -> UUID | None:
    message, said = one.message, one.said
    peer = message.peer
    owned = SharedObject.objects.filter(uid=message.obj["uid"]).first() if message.obj else None
    return keeper(message.kind).take(
        Arrived(
            message=message.pk,
            scope=message.scope,
            node=peer.node_id,
            owner=(owned.owner if owned else "") or peer.node_id,
            peer_agency=peer.agency_id,
            handling=(owned.handling if owned else None) or message.handling,
            name=said.get("name", ""),
            media_type=said["media_type"],
            size=said["size"],
            pieces=_checked(said, opened(said, part_pieces(one.pk))),
        )
    )


def _checked(said: dict[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces; after the last one the size and the hash must be what the author signed."""
    seen, size = sha256(), 0
    for piece in pieces:
        seen.update(piece)
        size += len(piece)
        yield piece
    if size != said["size"] or not hmac.compare_digest(seen.hexdigest(), said["sha256"]):
        raise SealBroken()


def _broken(one: Attachment) -> None:
    """From the beginning once more; a disk can fail. After some tries it is the partner's fault."""
    one.tries += 1
    if one.tries < TRIES:
        one.held = 0
    else:
        one.state, one.code = "refused", "attachment_broken"


def _tell(message: Message) -> None:
    files = list(Attachment.objects.filter(message=message))
    if any(one.state == "waiting" for one in files):
        return
    refused = [one.code for one in files if one.state == "refused"]
    tell_later(message, "attached", refused[0] if refused else "")


def forget_coming(message_ids: list[UUID]) -> int:
    """The messages were taken back, and with them their files; returns how many files were kept here."""
    files = list(Attachment.objects.filter(message__in=message_ids, message__outgoing=False))
    for one in files:
        drop_part(one.pk)
    kept = [one.file for one in files if one.file is not None]
    Attachment.objects.filter(pk__in=[one.pk for one in files]).update(
        state="gone", code="object_withdrawn", file=None
    )
    return keeper().drop(kept) if kept else 0
