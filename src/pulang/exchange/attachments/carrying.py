"""Carrying files over the wire in parts that grow while the line holds; a message that waits goes first."""

from collections.abc import Callable
from uuid import UUID

from pulang.crypto.errors import SealBroken
from pulang.db.context import acting_as
from pulang.exchange.attachments.sealing import sealed_from
from pulang.exchange.attachments.taking import finish, take_part
from pulang.exchange.errors import AttachmentUnknown, Refused
from pulang.exchange.models import Attachment, Peer
from pulang.exchange.transport import Courier
from pulang.lib.actor import system
from pulang.lib.errors import NotFound

FIRST_PART, LARGEST_PART = 256 * 1024, 4 * 1024 * 1024
STANDSTILLS = 3  # answers in which nothing went on, before the next try is left to later


class Pace:
    """How much to carry at once: twice as much while it goes on; `given_up` where it stands still."""

    def __init__(self) -> None:
        self.part, self.stood = FIRST_PART, 0

    @property
    def given_up(self) -> bool:
        return self.stood >= STANDSTILLS

    def went(self, on: bool) -> None:
        self.part = min(self.part * 2, LARGEST_PART) if on else FIRST_PART
        self.stood = 0 if on else self.stood + 1


def carry(peer: Peer, courier: Courier, *, yields: Callable[[], bool]) -> bool:
    """Push what waits for the peer. Returns whether it stopped in between because `yields` said so.

    Raises Undeliverable; the receiver says where to go on the next time.
    """
    for one in _waiting(peer, outgoing=True):
        pace = Pace()
        while not pace.given_up:
            if yields():
                return True
            if _push_part(one, courier, pace):
                break
    return False


def _push_part(one: Attachment, courier: Courier, pace: Pace) -> bool:
    """Whether nothing more is to be brought now: it is all there, and a receipt tells the rest, or it ended."""
    at = one.held
    content = _content(one, at, min(pace.part, one.size - at))
    if content is None:
        return True
    answer = courier.put_part(one.message_id, one.wire, at, content)
    with acting_as(system("attachment")):
        row = Attachment.objects.filter(pk=one.pk, state="waiting")
        if isinstance(answer, str):
            row.update(state="refused", code=answer)
            return True
        one.held = min(answer, one.size)
        row.update(held=one.held)
    pace.went(one.held > at)
    return one.held == one.size


def fetch_files(peer: Peer, courier: Courier) -> None:
    """Fetch what the peer's messages announced, where it cannot bring it. Raises Undeliverable."""
    for one in _waiting(peer, outgoing=False):
        pace = Pace()
        while one.held < one.size and not pace.given_up:
            content = courier.fetch_part(one.message_id, one.wire, one.held, pace.part)
            before = one.held
            try:
                one.held = take_part(peer, one.message_id, one.wire, before, content)
            except (AttachmentUnknown, Refused):
                break  # taken back in the meantime
            pace.went(one.held > before)
        if one.held == one.size:
            finish(one.pk)


def serve_part(peer: Peer, message: UUID, wire: UUID, at: int, most: int) -> bytes:
    """At most `most` sealed bytes from `at` on, for the peer to whom the message goes. Raises AttachmentUnknown."""
    with acting_as(system("attachment")):
        ours = Attachment.objects.select_related("message__peer").filter(message=message, wire=wire)
        ours = ours.filter(message__peer=peer, message__outgoing=True, state__in=("waiting", "whole"))
        one = ours.exclude(message__state__in=("refused", "expired")).first()
        content = _content(one, at, min(most, LARGEST_PART, max(0, one.size - at))) if one else None
        if one is None or content is None:
            raise AttachmentUnknown()
        if one.state == "waiting" and one.held < at <= one.size:
            one.held = at
            one.save(update_fields=["held", "changed_at"])
        return content


def files_for(peer: Peer) -> list[Attachment]:
    """Our files that the peer does not have yet, also of messages that wait themselves."""
    with acting_as(system("bundle")):
        rows = Attachment.objects.select_related("message__peer").filter(state="waiting", message__peer=peer)
        rows = rows.filter(message__outgoing=True, message__state__in=("queued", "stored", "accepted"))
        return list(rows.order_by("message__seq", "id"))


def sealed_part(one: Attachment, at: int, most: int) -> bytes | None:
    """Sealed bytes from `at` on; None where the file is gone, which is written down."""
    return _content(one, at, min(most, one.size - at))


def peers_with_files() -> list[UUID]:
    """To whom a file can go now."""
    with acting_as(system("attachment")):
        waiting = Attachment.objects.filter(state="waiting", message__outgoing=True, message__state="accepted")
        return list(waiting.values_list("message__peer_id", flat=True).distinct())


def _waiting(peer: Peer, *, outgoing: bool) -> list[Attachment]:
    with acting_as(system("attachment")):
        rows = Attachment.objects.select_related("message__peer").filter(state="waiting", message__peer=peer)
        rows = rows.filter(message__outgoing=outgoing, message__state="accepted")
        return list(rows.order_by("message__seq", "id"))


def _content(one: Attachment, at: int, size: int) -> bytes | None:
    """The sealed bytes; None where the file is gone, which is written down."""
    with acting_as(system("attachment")):
        try:
            return sealed_from(one.message.kind, one.file, one.said, at, size) if size and one.file else b""
        except (NotFound, SealBroken):
            Attachment.objects.filter(pk=one.pk).update(state="gone", code="attachment_gone")
            return None
