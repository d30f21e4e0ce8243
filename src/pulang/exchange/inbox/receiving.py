"""Receiving: verify, then in one transaction the inbox row, the effect, the receipt and the audit."""

import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.db.models import Q
from django.utils import timezone

from pulang.access.policy import actor_for_peer
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.envelope import Opened
from pulang.db.context import acting_as
from pulang.db.gathering import gathering, insert, undone_together, write_gathered
from pulang.exchange.actions import agreement_for
from pulang.exchange.attachments.agreed import check_agreed
from pulang.exchange.attachments.keeper import belongs_to_case
from pulang.exchange.attachments.taking import check_entries, remember_coming
from pulang.exchange.envelope import Envelope, digest
from pulang.exchange.errors import AgreementMissing, AttachmentNotAllowed, BodyRefused, Refused
from pulang.exchange.inbox.opening import QUOTA, TOKEN_LIMIT, Sealed, look
from pulang.exchange.inbox.quotas import FIELDS as QUOTA_FIELDS
from pulang.exchange.keys.renewal import believed_now
from pulang.exchange.kinds import Effect, Received, kind_named, validator_for
from pulang.exchange.log import note
from pulang.exchange.log.writing import chain_up
from pulang.exchange.models import Message, Peer, Quarantined, Receipt
from pulang.exchange.objects.taking import object_said, take_object
from pulang.exchange.receipts import signed_receipt
from pulang.exchange.schemas import check
from pulang.exchange.waking import wake
from pulang.lib.actor import Actor, system
from pulang.lib.errors import PulangError

logger = logging.getLogger(__name__)
CLOCK_DIFFERENCE = timedelta(seconds=300)
FORGOTTEN = ("object_withdrawn", "superseded")  # what came too late is counted, and not kept


@dataclass
class Held:
    """Messages that are here, and the numbers that their link has used."""

    by_id: dict[UUID, Message] = field(default_factory=dict)
    numbers: set[int] = field(default_factory=set)

    def add(self, peer: Peer, message: Message) -> None:
        self.by_id[message.pk] = message
        if message.peer_id == peer.pk and not message.outgoing:
            self.numbers.add(message.seq)


@dataclass(frozen=True)
class Answer:
    """For one token: the signed receipt, or the code of why there is none (nothing was verified)."""

    receipt: str = ""
    code: str = ""


def receive(
    peer: Peer, tokens: list[bytes], *, expected: UUID | None = None, unheard: bool = False
) -> list[Answer]:
    """Take sealed messages of a peer that has proven itself; one answer each, in order.

    All is in one transaction, each message in a savepoint of its own: when the answers leave, every accepted
    message and its effect are durable. A database that fails takes the whole batch back, and nothing is
    answered. With `expected` a message of another id is not taken. With `unheard` the peer does not hear the
    answers: their receipts wait here, from the same commit on.
    """
    try:
        answers = _receive(peer, tokens, expected, unheard, gathering())
    except (DataError, IntegrityError):
        # One of them says what no row can hold: now each row is in the savepoint of its message and stops no other.
        answers = _receive(peer, tokens, expected, unheard, nullcontext())
    chain_up(peer.pk)
    return answers


def _receive(
    peer: Peer, tokens: list[bytes], expected: UUID | None, unheard: bool, writing: AbstractContextManager[None]
) -> list[Answer]:
    node = system("exchange")
    with acting_as(node), writing:
        peer = Peer.objects.select_related("agency").select_for_update(of=("self",)).get(pk=peer.pk)
        looked = [look(peer, token, expected) for token in tokens]
        held = _held(peer, [one.envelope for one in looked if isinstance(one, Sealed)])
        answers = [_answer(node, peer, token, one, held) for token, one in zip(tokens, looked, strict=True)]
        if unheard:
            write_gathered()
            given = [answer.receipt for answer in answers if answer.receipt]
            Receipt.objects.filter(message__peer=peer, token__in=given).update(waiting=True)
        peer.last_contact_at = timezone.now()
        if peer.last_error:
            wake(peer.pk)  # it is back: what waits for it leaves now
        peer.save(update_fields=["seen_seq", "last_contact_at", *QUOTA_FIELDS])
    return answers


def _held(peer: Peer, envelopes: Sequence[Envelope]) -> Held:
    """What is here of these messages, by id, or under one of their numbers; asked once for all of them."""
    ids, numbers = [each.id for each in envelopes], [each.seq for each in envelopes]
    same = Q(pk__in=ids) | Q(peer=peer, outgoing=False, seq__in=numbers)
    held = Held()
    for message in Message.objects.filter(same) if envelopes else ():
        held.add(peer, message)
    return held


def _answer(node: Actor, peer: Peer, token: bytes, looked: Sealed | str, held: Held) -> Answer:
    if looked == QUOTA:
        return Answer(code=QUOTA)
    if isinstance(looked, str):
        # Who wrote it, or that it is for us, is not proven: no receipt, but an examiner can look.
        return _quarantine(node, peer, token, looked)
    envelope = looked.envelope
    if envelope.id in held.by_id:
        return _again(node, peer, held.by_id[envelope.id], digest(looked.opened.payload), token)
    if envelope.seq in held.numbers:
        return _quarantine(node, peer, token, "seq_reused", message_id=envelope.id)
    try:
        message, answer = _take(node, peer, token, looked)
    except OSError:
        # A full disk is no fault of the message: nothing of it is taken, and the sender tries again.
        logger.exception("the disk failed while message %s was taken", envelope.id)
        return _quarantine(node, peer, token, "disk_failed", message_id=envelope.id, again=True)
    held.add(peer, message)
    return answer


def _again(node: Actor, peer: Peer, held: Message, hash_: str, token: bytes) -> Answer:
    """A message that is here already: the same receipt again; another text under its id is an alarm."""
    if held.outgoing or held.peer_id != peer.pk or held.hash != hash_:
        return _quarantine(node, peer, token, "id_reused", message_id=held.pk)
    write_gathered()  # the same message may stand twice in one batch
    receipt = Receipt.objects.filter(message=held).order_by("-at").first()
    assert receipt is not None, "an inbox row is never without its receipt"
    return Answer(receipt=believed_now(receipt.token))


def _take(node: Actor, peer: Peer, token: bytes, sealed: Sealed) -> tuple[Message, Answer]:
    envelope = sealed.envelope
    message, effect = _row(peer, envelope, sealed.opened), Effect()
    try:
        effect = _effect(peer, envelope)
        reached = effect.counts is not None and not effect.waits
        level, code = "applied" if reached else "accepted", effect.code
    except PulangError as error:
        level, code = "refused", error.code
    except (OperationalError, InterfaceError, OSError):
        raise  # database or disk is away: nothing is taken, the sender tries again
    except Exception:
        # A defect of ours must not lose the message nor stop the link: kept, to be tried again by hand.
        logger.exception("message %s of kind %s failed", envelope.id, envelope.type)
        level, code = "stored", "quarantined"
        _quarantine(node, peer, token, "effect_failed", message_id=envelope.id)
    message.scope, message.code = effect.scope, code
    message.state = {"stored": "quarantined", "applied": "accepted"}.get(level, level)
    if code in FORGOTTEN:
        message.body = message.translations = message.attachments = message.signed = None
    message.save(force_insert=True)
    if message.state == "accepted":
        peer.quota_bytes += remember_coming(message)
    peer.seen_seq = max(peer.seen_seq, envelope.seq)
    if level == "accepted" and envelope.re:
        Message.objects.filter(pk=envelope.re, peer=peer, outgoing=True, answered_at=None).update(
            answered_at=timezone.now()
        )
    receipt = signed_receipt(message, level, code, effect.counts)
    insert([receipt])
    receipted = digest(receipt.token.encode())
    note(peer.pk, "received", message, kind=message.kind, level=level, code=code, receipt=receipted)
    event = Event.MESSAGE_REFUSED if level == "refused" else Event.MESSAGE_RECEIVED
    record(node, event, scope=message.scope, message=message.pk, kind=message.kind, peer=peer.node_id, code=code)
    return message, Answer(receipt=receipt.token)


def _effect(peer: Peer, envelope: Envelope) -> Effect:
    """Check the message against agreement and schema, and let its domain act. Raises PulangError to refuse."""
    if envelope.expires <= timezone.now():
        raise Refused("expired")
    if envelope.created > timezone.now() + CLOCK_DIFFERENCE:
        raise Refused("created_in_future")
    kind = kind_named(envelope.type)
    obj = envelope.raw.get("obj")
    op = obj["op"] if obj else ""
    try:
        purpose = envelope.raw["handling"]["purpose"]
        agreement_for(peer, envelope.type, purpose, ended_too=op not in ("", "create"))
        check(validator_for(kind, op), envelope.body, what=kind.name)
        sizes = check_entries(envelope.raw.get("att", []))
        check_agreed(peer, kind, purpose, sizes)
    except (AgreementMissing, BodyRefused) as error:
        raise Refused(error.code, **error.details) from error
    actor = actor_for_peer(peer.agency_id, peer.agency.name)
    received = Received(
        id=envelope.id,
        kind=envelope.type,
        node=peer.node_id,
        peer_agency=peer.agency_id,
        body=envelope.body,
        thread=envelope.thread,
        re=envelope.re,
        obj=obj,
        handling=envelope.raw["handling"],
        due=envelope.due,
        reply_by=envelope.reply_by,
        created=envelope.created,
        approvers=len(set(envelope.raw["officer"].get("approvers", ()))),
        files=len(sizes),
    )
    said = object_said(kind, received, envelope.raw.get("retention") or {})
    with acting_as(actor) if said is None else undone_together():
        effect = kind.handle(actor, received) if said is None else take_object(peer, actor, kind, said)
        if sizes and effect.scope is None and belongs_to_case(kind.name):
            raise AttachmentNotAllowed()  # there is no case to keep them
    return effect


def _row(peer: Peer, envelope: Envelope, opened: Opened) -> Message:
    return Message(
        id=envelope.id,
        peer=peer,
        outgoing=False,
        seq=envelope.seq,
        hash=digest(opened.payload),
        signed=opened.signed.decode(),
        kind=envelope.type,
        thread=envelope.thread,
        re=envelope.re,
        obj=envelope.raw.get("obj"),
        handling=envelope.raw["handling"],
        officer=envelope.raw["officer"],
        lang=envelope.raw["lang"],
        body=envelope.body,
        translations=envelope.raw.get("translations"),
        attachments=envelope.raw.get("att"),
        created=envelope.created,
        expires=envelope.expires,
        reply_by=envelope.reply_by,
    )


def _quarantine(
    node: Actor, peer: Peer, token: bytes, code: str, message_id: UUID | None = None, *, again: bool = False
) -> Answer:
    """Keep it for an examiner; what comes `again` and again of itself is kept once."""
    if again and Quarantined.objects.filter(message_id=message_id, code=code).exists():
        return Answer(code=code)
    kept = Quarantined(
        peer=peer,
        message_id=message_id,
        code=code,
        size=len(token),
        sha256=sha256(token).hexdigest(),
        token=token[:TOKEN_LIMIT],
    )
    insert([kept])
    note(peer.pk, "quarantined", code=code, sha256=kept.sha256, size=kept.size)
    record(node, Event.MESSAGE_QUARANTINED, peer=peer.node_id, code=code, message=message_id)
    logger.warning("quarantined a message of %s: %s", peer.node_id, code)
    return Answer(code=code)
