"""Conversations with partners: messages of one thread with one peer, as the actor of the transaction may see them.

The domain that knows the cases makes queries of these; the exchange itself knows threads and deadlines only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from pulang.exchange.kinds import asking_kinds
from pulang.exchange.models import Attachment, Message, Receipt

LOST = ("refused", "expired")  # sent ones that no partner will answer


class Standing(StrEnum):
    """Whose turn it is: an answer is due from us, from the partner, or from nobody."""

    FOR_US = "for_us"
    FOR_PARTNER = "for_partner"
    SETTLED = "settled"


@dataclass(frozen=True)
class Thread:
    """A conversation without its bodies. `asked` is the open question, one to us before one of ours."""

    first: Message
    last: Message
    asked: Message | None
    count: int

    @property
    def standing(self) -> Standing:
        if self.asked is None:
            return Standing.SETTLED
        return Standing.FOR_PARTNER if self.asked.outgoing else Standing.FOR_US

    @property
    def scope(self) -> UUID | None:
        """The local case: that of the first message that has one, since a refused message has none."""
        return self.first.scope or self.last.scope


def open_questions() -> "QuerySet[Message]":
    """What waits for an answer, in either direction."""
    alive = Message.objects.filter(reply_by__isnull=False, answered_at=None, kind__in=asking_kinds())
    return alive.filter(Q(outgoing=False, state="accepted") | Q(outgoing=True) & ~Q(state__in=LOST))


def threads_by_time(
    *,
    standing: str = "",
    node: str = "",
    scope: UUID | None = None,
    before: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[Thread]:
    """Threads by their last message, newest first; `before` is the time and id of the last one of the page before.

    `standing` is for_us or for_partner, `node` a partner, `scope` a case; empty means all.
    """
    messages = _light(Message.objects.exclude(kind__startswith="system."))  # those are between the nodes
    if standing:
        asked = open_questions().filter(outgoing=standing == Standing.FOR_PARTNER)
        messages = messages.filter(thread__in=asked.values("thread"))
    if node:
        messages = messages.filter(peer__node_id=node)
    if scope is not None:
        messages = messages.filter(scope=scope)
    if before:
        at, last_id = before
        messages = messages.filter(Q(created__lt=at) | Q(created=at, id__lt=last_id), created__lte=at)
    later = Message.objects.filter(thread=OuterRef("thread"), peer=OuterRef("peer")).filter(
        Q(created__gt=OuterRef("created")) | Q(created=OuterRef("created"), id__gt=OuterRef("id"))
    )
    newest = messages.filter(~Exists(later)).order_by("-created", "-id")[:limit]
    return _gathered(list(newest))


def messages_of(message: Message) -> tuple[Message, ...]:
    """Every message of the thread with this peer, oldest first. The sender chose the thread, so the peer counts."""
    found = Message.objects.select_related("peer__agency").filter(thread=message.thread, peer=message.peer_id)
    return tuple(found.order_by("created", "id"))


def receipts_of(messages: Iterable[Message]) -> dict[UUID, tuple[Receipt, ...]]:
    """The signed receipts of each message, in the order in which they were given."""
    found: dict[UUID, list[Receipt]] = {}
    for receipt in Receipt.objects.filter(message__in=messages).order_by("at", "id"):
        found.setdefault(receipt.message_id, []).append(receipt)
    return {key: tuple(value) for key, value in found.items()}


def files_of(messages: Iterable[Message]) -> dict[UUID, tuple[Attachment, ...]]:
    """The files of each message, in the order of the envelope."""
    by_id = {message.pk: message for message in messages}
    found: dict[UUID, list[Attachment]] = {}
    for one in Attachment.objects.filter(message__in=by_id).order_by("id"):
        one.message = by_id[one.message_id]
        found.setdefault(one.message_id, []).append(one)
    return {key: tuple(value) for key, value in found.items()}


def thread_of(messages: Iterable[Message]) -> Thread:
    """The messages of one thread, in order, as one value."""
    inside = list(messages)
    asked = [each for each in inside if each.answered_at is None and is_question(each)]
    asked.sort(key=lambda each: (each.outgoing, each.reply_by))
    return Thread(first=inside[0], last=inside[-1], asked=asked[0] if asked else None, count=len(inside))


def is_question(message: Message) -> bool:
    """Whether it asks for an answer that can still come; answered or not."""
    alive = message.state not in LOST if message.outgoing else message.state == "accepted"
    return alive and message.reply_by is not None and message.kind in asking_kinds()


def _gathered(newest: list[Message]) -> list[Thread]:
    inside: dict[tuple[UUID, UUID], list[Message]] = {}
    wanted = Message.objects.filter(thread__in={each.thread for each in newest})
    for message in _light(wanted).order_by("created", "id"):
        inside.setdefault((message.peer_id, message.thread), []).append(message)
    return [thread_of(inside[each.peer_id, each.thread]) for each in newest]


def _light(messages: "QuerySet[Message]") -> "QuerySet[Message]":
    """Without what a list does not show: the sealed body and the token."""
    return messages.select_related("peer__agency").defer("body", "envelope")
