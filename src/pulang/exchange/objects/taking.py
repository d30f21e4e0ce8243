"""What an owner does to its object, carried out on the copy here, in the transaction of the inbox."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from pulang.db.context import acting_as
from pulang.db.gathering import write_gathered
from pulang.db.locks import lock_name
from pulang.exchange.attachments.keeper import keeper
from pulang.exchange.attachments.taking import forget_coming
from pulang.exchange.envelope import ObjectRef, Retention
from pulang.exchange.errors import Refused
from pulang.exchange.kinds import Copy, Counts, Effect, Kind, Received, kind_named
from pulang.exchange.log.writing import erase_words
from pulang.exchange.models import Attachment, Holding, Message, Peer, Quarantined, SharedObject
from pulang.exchange.objects.owning import CONTENT, WITHDRAW, others_hold
from pulang.exchange.objects.tombstones import set_stone, stone_of
from pulang.lib.actor import Actor, system

CHANGES = (WITHDRAW, "restrict", "review")  # these carry no content


@dataclass(frozen=True)
class Said:
    """One operation of an owner as it came."""

    ref: ObjectRef
    received: Received
    retention: Mapping[str, str]


def object_said(kind: Kind, received: Received, retention: Mapping[str, str]) -> Said | None:
    """Which object the message writes; a kind with an object of its own always writes one."""
    obj = received.obj
    named = received.body.get(kind.object_field) if kind.object_field else None
    if obj is None:
        return Said(ObjectRef(UUID(named), 1), received, retention) if named else None
    if obj["op"] in CONTENT and named is not None and named != obj["uid"]:
        raise Refused("body_refused", place=kind.object_field)
    ref = ObjectRef(UUID(obj["uid"]), obj["ver"], obj["op"], obj.get("base", 0), obj.get("owner", ""))
    return Said(ref, received, retention)


def take_object(peer: Peer, actor: Actor, kind: Kind, said: Said) -> Effect:
    """Carry it out by the version of the object. Raises Refused: `not_owner`, `onward_refused`,
    `object_withdrawn`, and as the kind's handler."""
    node, ref = system("exchange"), said.ref
    with acting_as(node):
        lock_name(f"object:{ref.uid}")  # two partners never work on one object at the same moment
        held = SharedObject.objects.filter(uid=ref.uid).first()
        _check_owner(peer, held, said)
        if ref.op == WITHDRAW:
            return _withdraw(peer, held, said)
    if ref.op in CONTENT:
        return _take_content(peer, actor, kind, held, said)
    with acting_as(node):
        return _take_terms(peer, actor, kind, held, said)


def _check_owner(peer: Peer, held: SharedObject | None, said: Said) -> None:
    if held is not None and held.source_id != peer.pk:
        raise Refused("not_owner")
    if said.ref.owner in ("", peer.node_id):
        return
    if said.ref.owner == settings.NODE.id:
        raise Refused("not_owner")
    if held is None and said.ref.op in CONTENT and not said.received.handling["onward"]:
        raise Refused("onward_refused")


def _take_content(peer: Peer, actor: Actor, kind: Kind, held: SharedObject | None, said: Said) -> Effect:
    ref = said.ref
    with acting_as(system("exchange")):
        stone = stone_of(ref.uid, peer.node_id)
    if stone is not None and stone.version >= ref.ver:
        raise Refused("object_withdrawn")
    if held is not None and held.version >= ref.ver:
        return Effect(scope=held.scope, code="superseded")
    with acting_as(actor):
        effect = kind.handle(actor, said.received)
    with acting_as(system("exchange")):
        aligned = _forget_bodies(peer, ref.uid)  # of the versions before
        book = held or SharedObject(uid=ref.uid, source=peer, kind=kind.name)
        book.owner = ref.owner or peer.node_id
        book.kind, book.version, book.state, book.scope = kind.name, ref.ver, "held", effect.scope
        _set_terms(book, said)
        book.save()
        if ref.op != "correct":
            return effect
        onward = _pass_on(book, said)
    return replace(effect, counts=Counts(copies=aligned + 1, onward=onward))


def _take_terms(peer: Peer, actor: Actor, kind: Kind, held: SharedObject | None, said: Said) -> Effect:
    """Restricted or reviewed: the terms may come before what they are about, and then wait for it."""
    if held is not None and held.state == "withdrawn":
        return Effect(scope=held.scope, code="superseded")
    book = held or SharedObject(
        uid=said.ref.uid, source=peer, owner=peer.node_id, kind=kind.name, state="announced"
    )
    _set_terms(book, said)
    book.save()
    if said.ref.op == "restrict" and kind.restrict and book.state == "held":
        kind.restrict(actor, replace(said.received, scope=book.scope))
    if said.ref.op == "restrict":
        _restrict_files(peer, book)
    return Effect(scope=book.scope, counts=Counts(copies=int(book.state == "held"), onward=_pass_on(book, said)))


def _restrict_files(peer: Peer, book: SharedObject) -> None:
    brought = Attachment.objects.filter(
        message__peer=peer, message__outgoing=False, message__obj__uid=str(book.uid)
    )
    keeper().restrict([one.file for one in brought if one.file is not None], book.handling)


def _set_terms(book: SharedObject, said: Said) -> None:
    ver = said.ref.ver
    if said.ref.op != "review" and ver > book.handled:
        book.handled, book.handling = ver, dict(said.received.handling)
    if said.retention and ver > book.kept:
        book.kept = ver
        book.review_at = _day(said.retention.get("review_at"))
        book.delete_after = _day(said.retention.get("delete_after"))


def _withdraw(peer: Peer, held: SharedObject | None, said: Said) -> Effect:
    ref = said.ref
    stone = stone_of(ref.uid, peer.node_id)
    if (stone is not None and stone.version >= ref.ver) or (held is not None and held.version > ref.ver):
        waits = held is not None and others_hold(held)
        return Effect(scope=held.scope if held else None, code="superseded", counts=Counts(), waits=waits)
    set_stone(ref.uid, version=ref.ver, node=peer.node_id, reason=said.received.body["reason"])
    if held is None:
        return Effect(counts=Counts())
    counts = take_back(held, ref.ver, said.received.body, said.received.handling)
    return Effect(scope=held.scope, counts=counts, waits=others_hold(held))


def take_back(held: SharedObject, version: int, body: Mapping[str, Any], handling: Mapping[str, Any]) -> Counts:
    """Remove the copy of a partner's object: what a case made of it, every body, and the copies passed on."""
    assert held.source is not None, "what this node owns is not taken back by a partner"
    peer, kind = held.source, kind_named(held.kind)
    gone = Counts()
    if kind.withdraw and held.scope is not None:
        copy = Copy(held.uid, held.scope, peer.node_id, peer.agency_id, str(body["reason"]))
        gone = kind.withdraw(system("exchange"), copy)
    bodies, files = _forget_bodies(peer, held.uid), _forget_files(peer, held.uid)
    ref = ObjectRef(held.uid, version, WITHDRAW, owner=held.owner)
    onward = _tell_holders(held, ref, dict(body), handling, None)
    held.version, held.state, held.handling = version, "withdrawn", {}
    held.review_at = held.delete_after = None
    held.save()
    counts = {"copies": gone.copies + bodies, "attachments": gone.attachments + files}
    return replace(gone, onward=gone.onward + onward, **counts)


def _forget_bodies(peer: Peer, uid: UUID) -> int:
    """Empty the messages that brought the object. The numbers and receipts of the link stay."""
    brought = Message.objects.filter(peer=peer, outgoing=False, obj__uid=str(uid)).exclude(body=None)
    ids = list(brought.values_list("pk", flat=True))
    write_gathered()  # it may have been put there by this batch
    Quarantined.objects.filter(message_id__in=ids).update(token=b"")
    return Message.objects.filter(pk__in=ids).update(body=None, translations=None, signed=None, envelope=None)


def _forget_files(peer: Peer, uid: UUID) -> int:
    brought = Message.objects.filter(peer=peer, outgoing=False, obj__uid=str(uid))
    ids = list(brought.values_list("pk", flat=True))
    gone = forget_coming(ids)
    erase_words(ids)
    brought.update(attachments=None)
    return gone


def _pass_on(book: SharedObject, said: Said) -> int:
    """The same operation to everybody to whom this node passed the object on."""
    until = [_day(said.retention.get(name)) for name in ("review_at", "delete_after")]
    retention = Retention(until[0], until[1]) if until[0] and until[1] else None
    ref = replace(said.ref, owner=book.owner, base=0)
    return _tell_holders(book, ref, dict(said.received.body), said.received.handling, retention)


def _tell_holders(
    book: SharedObject,
    ref: ObjectRef,
    body: dict[str, Any],
    handling: Mapping[str, Any],
    retention: Retention | None,
) -> int:
    from pulang.exchange.actions import send  # it keeps the book that this module reads

    holders = list(Holding.objects.select_related("peer").filter(object=book, state="held"))
    for holding in holders:
        send(
            system("exchange"),
            to=holding.peer.node_id,
            kind=book.kind,
            body=body,
            purpose=str(handling.get("purpose", "protection")),
            scope=book.scope,
            obj=ref,
            retention=retention,
            code=str(handling.get("code", "H2")),
            status=str(handling.get("status", "none")),
            minor=bool(handling.get("minor")),
            onward=bool(handling.get("onward")),
            caveat=str(handling.get("caveat", "")),
        )
    return len(holders)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
