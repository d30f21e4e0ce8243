"""Reads of the exchange for officers."""

from collections.abc import Iterable
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.exchange.models import Message, Receipt
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound

PAGE = 50


@query(Permission.MESSAGE_READ)
def messages_for(
    actor: Actor, *, scope: UUID | None = None, unanswered: bool = False, page: int = 1
) -> tuple[tuple[Message, ...], bool]:
    """Messages that the actor may read, newest first, and whether there are more; of one case with `scope`."""
    messages = Message.objects.select_related("peer__agency").order_by("-created", "-id")
    if scope is not None:
        messages = messages.filter(scope=scope)
    if unanswered:
        messages = messages.filter(reply_by__isnull=False, answered_at=None)
    start = (page - 1) * PAGE
    found = list(messages[start : start + PAGE + 1])
    record(actor, Event.MESSAGE_READ, scope=scope, why=Why.ASSIGNED, list=len(found[:PAGE]))
    return tuple(found[:PAGE]), len(found) > PAGE


@query(Permission.MESSAGE_READ)
def thread_for(actor: Actor, message_id: UUID) -> tuple[tuple[Message, ...], dict[UUID, tuple[Receipt, ...]]]:
    """The whole conversation of a message, oldest first, with the receipts of each. Raises NotFound."""
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        raise NotFound()
    thread = tuple(
        Message.objects.select_related("peer__agency").filter(thread=message.thread).order_by("created", "id")
    )
    record(actor, Event.MESSAGE_READ, scope=message.scope, why=Why.ASSIGNED, message=message.pk)
    return thread, _receipts(thread)


def _receipts(messages: Iterable[Message]) -> dict[UUID, tuple[Receipt, ...]]:
    found: dict[UUID, list[Receipt]] = {}
    for receipt in Receipt.objects.filter(message__in=messages).order_by("at"):
        found.setdefault(receipt.message_id, []).append(receipt)
    return {key: tuple(value) for key, value in found.items()}
