"""Messages, and what their receivers said of them."""

from django.db import models

from pulang.db.sealed import KeyHolder, SealedField
from pulang.exchange.models.peers import Peer
from pulang.lib.ids import new_id


class Message(KeyHolder):
    """One envelope, sent or received.

    `state` of a sent one: queued, accepted, refused, stored, expired; of a received one: accepted, refused,
    quarantined. `envelope` is the sealed token as it travels (sent ones only, for retries).
    """

    id = models.UUIDField(primary_key=True, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="messages")
    outgoing = models.BooleanField()
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)  # sha256 of the signed payload, hex
    kind = models.CharField(max_length=40)
    thread = models.UUIDField()
    re = models.UUIDField(null=True)
    obj = models.JSONField(null=True)  # uid, ver, op, base
    scope = models.UUIDField(null=True)  # the local case, never on the wire
    handling = models.JSONField(default=dict)
    officer = models.JSONField(default=dict)
    lang = models.CharField(max_length=5, default="en")
    body = SealedField()
    translations = SealedField()  # of its words: lang, by (human, machine), text
    attachments = SealedField()  # as in the envelope: id, name, media_type, size, sha256, key
    signed = SealedField()  # the JWS as its author's node signed it
    envelope = models.BinaryField(null=True)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    reply_by = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)  # before the deadline
    escalated_at = models.DateTimeField(null=True)  # after it
    state = models.CharField(max_length=12)
    code = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["peer", "outgoing", "seq"], name="exchange_message_seq"),
        ]
        indexes = [
            models.Index(fields=["scope", "created"], name="exchange_message_case"),
            models.Index(
                fields=["peer", "next_try"],
                name="exchange_message_due",
                condition=models.Q(outgoing=True, state="queued"),
            ),
            models.Index(fields=["thread"], name="exchange_message_thread"),
            models.Index(fields=["-created", "-id"], name="exchange_message_newest"),
            models.Index(
                fields=["outgoing", "thread"],
                name="exchange_message_open",
                condition=models.Q(reply_by__isnull=False, answered_at=None),
            ),
        ]


class Receipt(models.Model):
    """What a receiving node says, signed, of a message: written in the transaction of what it tells of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="receipts")
    level = models.CharField(max_length=12)  # stored, accepted, refused, assigned, attached, answered, applied
    code = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    token = models.TextField()
    applied = models.JSONField(null=True)  # of the level applied: copies, attachments, exports, onward
    waiting = models.BooleanField(default=False)  # to be carried to the peer: it came after the inbox answered

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "level"], name="exchange_receipt_once")]
        indexes = [
            models.Index(fields=["at"], name="exchange_receipt_waiting", condition=models.Q(waiting=True)),
        ]
