"""The owner's book: which version of what each recipient was given, and how far a withdrawal has come."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.db.locks import lock_name
from pulang.exchange.attachments.sending import stop_leaving
from pulang.exchange.envelope import Handling, ObjectRef, Retention
from pulang.exchange.errors import NotOwner, OnwardRefused
from pulang.exchange.models import Agreement, Holding, Message, Peer, Receipt, SharedObject

APPLIED_WITHIN = timedelta(hours=24)  # a withdrawal that took longer is overdue
KEPT = 5 * 365  # days, where the agreement says nothing else
REVIEWED_BEFORE = timedelta(days=183)
CONTENT, WITHDRAW = ("create", "correct"), "withdraw"


def next_version(uid: UUID) -> int:
    """The number of the next version of an object of ours. Raises NotOwner."""
    held = SharedObject.objects.select_for_update().filter(uid=uid).first()
    if held is not None and held.source_id is not None:
        raise NotOwner(owner=held.owner)
    return held.version + 1 if held else 1


def retention_under(agreement: Agreement) -> Retention:
    """How long a receiver may keep what it gets today."""
    last = timezone.localdate() + timedelta(days=int(agreement.terms.get("retention_days", KEPT)))
    return Retention(review_at=max(timezone.localdate(), last - REVIEWED_BEFORE), delete_after=last)


def may_pass_on(peer: Peer, obj: ObjectRef) -> None:
    """What a partner owns is passed on only as it allows. Raises OnwardRefused, NotOwner."""
    held = SharedObject.objects.filter(uid=obj.uid).exclude(source=None).first()
    if held is None:
        if obj.owner not in ("", settings.NODE.id):
            raise NotOwner(owner=obj.owner)
        return
    allowed = held.state == "held" and held.handling.get("onward") and peer.node_id != held.owner
    if obj.op == "create" and not allowed:
        raise OnwardRefused(owner=held.owner)


def remember_sent(message: Message, obj: ObjectRef, handling: Handling, retention: Retention | None) -> None:
    """Write down, in the transaction of the message, what it makes of the recipient's copy."""
    book, _ = SharedObject.objects.get_or_create(
        uid=obj.uid, defaults={"kind": message.kind, "scope": message.scope, "owner": ""}
    )
    if book.source_id is None:
        _advance(book, obj, handling, retention)
    said: dict[str, object] = {"version": obj.ver}
    if obj.op == WITHDRAW:
        stop_leaving(message.peer, obj.uid)
        said |= {"state": "pending", "message": message.pk, "due_at": timezone.now() + APPLIED_WITHIN}
        said |= {"applied_at": None, "counts": None, "reminded_at": None}
    elif obj.op in CONTENT:
        said |= {"state": "held", "message": None, "due_at": None, "applied_at": None, "counts": None}
    Holding.objects.update_or_create(object=book, peer_id=message.peer_id, defaults=said)


def _advance(book: SharedObject, obj: ObjectRef, handling: Handling, retention: Retention | None) -> None:
    book.version = max(book.version, obj.ver)
    if obj.op in (*CONTENT, "restrict"):
        book.handled, book.handling = obj.ver, handling.as_json()
    if retention is not None:
        book.kept, book.review_at, book.delete_after = obj.ver, retention.review_at, retention.delete_after
    book.save()


def settle(message: Message, level: str, applied: Mapping[str, int] | None) -> None:
    """A recipient said what became of a withdrawal. A later share of the same object stands above it."""
    if not message.obj or message.obj["op"] != WITHDRAW:
        return
    asked = Holding.objects.filter(message=message.pk, state__in=("pending", "refused"))
    if level == "applied":
        book = SharedObject.objects.filter(holdings__in=asked).exclude(source=None).first()
        if book is not None:
            lock_name(f"object:{book.uid}")  # of two who say it at the same moment, one is the last
        asked.update(state="applied", applied_at=timezone.now(), counts=dict(applied or {}))
        if book is not None and not others_hold(book):
            _tell_source(book)
    elif level == "refused":
        asked.update(state="refused")


def others_hold(book: SharedObject) -> bool:
    """Whether somebody who got a copy from here was asked to remove it, and has not said that it is gone."""
    return Holding.objects.filter(object=book, state__in=("pending", "refused")).exists()


def _tell_source(book: SharedObject) -> None:
    """The last copy that was passed on is gone: who gave it to us hears that its withdrawal reached every one."""
    from pulang.exchange.delivery.later import tell_later  # it keeps receipts, which settle here

    asked = Message.objects.filter(peer=book.source, outgoing=False, obj__uid=str(book.uid), obj__op=WITHDRAW)
    for message in asked.filter(state="accepted"):
        first = Receipt.objects.filter(message=message).order_by("at").first()
        tell_later(message, "applied", counts=first.applied if first else None)
