"""Sending: the envelope row is written in the transaction of the change that it tells of."""

import hmac
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.access.models import Officer
from pulang.access.policy import action, require
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.envelope import INNER_TYPE, encrypt_for
from pulang.crypto.signing import sign_jws
from pulang.db.keys import ring
from pulang.exchange.attachments.agreed import check_agreed
from pulang.exchange.attachments.keeper import Attached, belongs_to_case
from pulang.exchange.attachments.sending import entries_for, remember_leaving
from pulang.exchange.envelope import Handling, ObjectRef, Retention, build, digest, to_wire
from pulang.exchange.errors import AgreementMissing, AttachmentNotAllowed, PeerUnknown
from pulang.exchange.keys.manifests import sealing_key
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.kinds import kind_named, validator_for
from pulang.exchange.log import note
from pulang.exchange.models import Agreement, Message, Peer
from pulang.exchange.objects.owning import CONTENT, WITHDRAW, may_pass_on, remember_sent, retention_under
from pulang.exchange.schemas import check
from pulang.exchange.waking import wake
from pulang.lib.actor import Actor
from pulang.lib.ids import new_id

LEAVES = {"danger": timedelta(hours=8), "urgent": timedelta(days=3), "normal": timedelta(days=7)}
KEPT_TRYING = timedelta(days=60)  # a peer may be away for a month
FOR_EVER = timedelta(days=20 * 365)  # nobody gives up taking something back


def agreement_for(peer: Peer, kind: str, purpose: str, *, ended_too: bool = False) -> Agreement:
    """The running agreement that allows it. Raises AgreementMissing, with `agreement_ended` where one did before.

    With `ended_too` one that has ended serves: what was shared under it can still be corrected and withdrawn.
    Any running one serves for what the nodes themselves tell each other.
    """
    ended = list(Agreement.objects.filter(peer=peer).order_by("-until")) if ended_too else []
    for agreement in peer.running_agreements + ended:
        if kind.startswith("system."):
            return agreement
        if kind in agreement.terms["kinds"] and purpose in agreement.terms["purposes"]:
            return agreement
    named = Agreement.objects.filter(peer=peer).exclude(ended_at=None, until__gte=timezone.localdate())
    ended_one = any(kind in one.terms["kinds"] and purpose in one.terms["purposes"] for one in named)
    code = "agreement_ended" if ended_one else None
    raise AgreementMissing(code, peer=peer.node_id, kind=kind, purpose=purpose)


@action(None)
def send(
    actor: Actor,
    *,
    to: str,
    kind: str,
    body: Mapping[str, Any],
    purpose: str,
    scope: UUID | None = None,
    thread: UUID | None = None,
    re: UUID | None = None,
    obj: ObjectRef | None = None,
    retention: Retention | None = None,
    due: str = "",
    code: str = "H2",
    status: str = "none",
    minor: bool = False,
    onward: bool = False,
    caveat: str = "",
    lang: str = "en",
    translations: Sequence[Mapping[str, str]] = (),
    approvers: Collection[UUID] = (),
    files: Sequence[Attached] = (),
) -> Message:
    """Sign, seal and queue a message to the paired node `to`; it leaves when this transaction commits.

    The permission is the kind's. `scope` is the local case and stays here. What `obj` writes is kept in the book
    of copies; `files` of that case follow the message. Raises PeerUnknown, AgreementMissing, BodyRefused,
    Refused(kind_unknown), NotOwner, OnwardRefused, AttachmentNotAllowed, AttachmentTooLarge.
    """
    described = kind_named(kind)
    require(actor, described.permission)
    # The lock gives the messages of a link their gap-free numbers.
    peer = Peer.objects.select_for_update().filter(node_id=to).exclude(paired_at=None).first()
    if peer is None:
        raise PeerUnknown(peer=to)
    agreement = agreement_for(peer, kind, purpose, ended_too=obj is not None and obj.op != "create")
    check(validator_for(described, obj.op if obj else ""), body, what=kind)
    check_agreed(peer, described, purpose, [file.size for file in files])
    if files and scope is None and belongs_to_case(kind):
        raise AttachmentNotAllowed()
    if obj is not None:
        may_pass_on(peer, obj)
        retention = retention or (retention_under(agreement) if obj.op in CONTENT else None)
    now, message_id = timezone.now(), new_id()
    handling = Handling(purpose, agreement.pk, code, status=status, minor=minor, onward=onward, caveat=caveat)
    urgency = due or described.due
    reply_by = now + _leave(agreement, urgency) if urgency else None
    kept_trying = FOR_EVER if obj and obj.op == WITHDRAW else KEPT_TRYING
    fields: dict[str, Any] = {
        "id": str(message_id),
        "type": kind,
        "from": settings.NODE.id,
        "to": peer.node_id,
        "created": to_wire(now),
        "expires": to_wire(now + kept_trying),
        "link": {"seq": peer.next_seq, "prev": peer.last_hash},
        "thread": str(thread or message_id),
        "re": str(re) if re else None,
        "due": {"class": urgency, "reply_by": to_wire(reply_by)} if reply_by else None,
        "obj": obj.as_json() if obj else None,
        "handling": handling.as_json(),
        "retention": retention.as_json() if retention else None,
        "officer": _officer(actor, approvers),
        "lang": lang,
        "translations": [dict(one) for one in translations] or None,
        "att": entries_for(files) or None,
        "body": dict(body),
    }
    payload = build(fields)
    message = _queue(peer, fields, payload, scope=scope, now=now, expires=now + kept_trying, reply_by=reply_by)
    remember_leaving(message, files)
    if obj is not None:
        remember_sent(message, obj, handling, retention)
    record(actor, Event.MESSAGE_SENT, scope=scope, why="assigned", message=message.pk, kind=kind, peer=peer.node_id)
    wake(peer.pk)
    return message


def _leave(agreement: Agreement, urgency: str) -> timedelta:
    """How long the partner has to answer: as agreed, or as the protocol says."""
    agreed = agreement.terms.get("deadlines", {}).get(urgency)
    return timedelta(hours=agreed) if agreed else LEAVES[urgency]


def _officer(actor: Actor, approvers: Collection[UUID]) -> dict[str, Any]:
    return {
        "author": pseudonym(actor.id),
        "role": role_of(actor),
        "approvers": [pseudonym(approver) for approver in approvers],
    }


def _queue(
    peer: Peer,
    fields: dict[str, Any],
    payload: bytes,
    *,
    scope: UUID | None,
    now: datetime,
    expires: datetime,
    reply_by: datetime | None,
) -> Message:
    keys = node_keys()
    signed = sign_jws(payload, keys.signing, typ=INNER_TYPE)
    message = Message.objects.create(
        id=UUID(fields["id"]),
        peer=peer,
        outgoing=True,
        seq=peer.next_seq,
        hash=digest(payload),
        kind=fields["type"],
        thread=UUID(fields["thread"]),
        re=UUID(fields["re"]) if fields["re"] else None,
        obj=fields["obj"],
        scope=scope,
        handling=fields["handling"],
        officer=fields["officer"],
        lang=fields["lang"],
        body=fields["body"],
        translations=fields["translations"],
        attachments=fields["att"],
        signed=signed.decode(),
        envelope=encrypt_for(signed, recipient_key=sealing_key(peer.manifest, keys.said)),
        created=now,
        expires=expires,
        reply_by=reply_by,
        state="queued",
        next_try=now,
    )
    note(peer.pk, "sent", message, kind=message.kind)
    peer.next_seq, peer.last_hash = peer.next_seq + 1, message.hash
    peer.save(update_fields=["next_seq", "last_hash"])
    return message


def pseudonym(officer: UUID | None) -> str:
    """What a partner sees of an officer: the same every time, and nothing that names her."""
    if officer is None:
        return "system"
    return hmac.new(ring().blind_key, b"officer" + officer.bytes, sha256).hexdigest()[:24]


def role_of(actor: Actor) -> str:
    """The role under which a partner knows the author."""
    officer = Officer.objects.filter(pk=actor.id).first() if actor.id else None
    return officer.role if officer else "system"
