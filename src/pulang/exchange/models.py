"""Peers, agreements, messages and receipts. The exchange knows bytes, peers and retries, not cases."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from pulang.access.models import Agency, Officer
from pulang.db.sealed import KeyHolder, SealedField
from pulang.lib.ids import new_id


class Peer(models.Model):
    """A partner node. `agency` stands for it in grants; `next_seq` and `last_hash` are the link to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node_id = models.CharField(max_length=40, unique=True)
    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="peer")
    base_url = models.CharField(max_length=300)
    root = models.JSONField()  # public JWK
    manifest = models.JSONField()  # the newest that was verified: number, signing, encryption
    paired_at = models.DateTimeField(null=True)  # null until the phrase was confirmed
    heard_by = models.JSONField(default=list)  # the officers who typed in what they heard of the phrase
    knows = models.PositiveIntegerField(default=1)  # the number of our own manifest that it is known to hold
    manifests = models.JSONField(default=list)  # every token of its manifests that was verified, oldest first
    log_length = models.BigIntegerField(default=0)
    log_head = models.CharField(max_length=64, blank=True)
    next_seq = models.BigIntegerField(default=1)
    last_hash = models.CharField(max_length=64, default="")
    seen_seq = models.BigIntegerField(default=0)  # the highest number received from it
    last_contact_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=60, blank=True)
    fetched = models.BooleanField(default=False)  # we fetch from it, because it cannot reach us
    clock = models.FloatField(null=True)  # seconds that its clock is ahead of ours, as it last showed
    clock_at = models.DateTimeField(null=True)
    quota_from = models.DateTimeField(null=True)  # since when the two below are counted
    quota_messages = models.PositiveIntegerField(default=0)
    quota_bytes = models.PositiveBigIntegerField(default=0)  # with the files that were announced
    quota_hit_at = models.DateTimeField(null=True)
    fallback = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="+"
    )  # of overdue answers

    def __str__(self) -> str:
        return self.node_id

    @cached_property
    def running_agreements(self) -> "list[Agreement]":
        """Asked once for a whole batch; a row read anew asks anew."""
        return list(self.agreements.filter(ended_at=None, until__gte=timezone.localdate()))


class Agreement(models.Model):
    """Terms that both nodes signed. No agreement for a kind and purpose: neither side sends or accepts."""

    id = models.UUIDField(primary_key=True)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="agreements")
    terms = models.JSONField()  # kinds, purposes, languages, reference, until
    signatures = models.JSONField()  # node id: JWS over the terms
    until = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)


class AgreementDraft(models.Model):
    """Terms on their way to an agreement: two officers of this node stand behind our signature.

    `signatures` grows: ours once the second officer signed, the partner's when its file is taken in.
    """

    id = models.UUIDField(primary_key=True)  # that of the terms
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="drafts")
    terms = models.JSONField()
    signatures = models.JSONField(default=dict)
    signed_by = models.JSONField(default=list)  # our officers, by id
    made_at = models.DateTimeField(auto_now_add=True)
    in_force_at = models.DateTimeField(null=True)


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


class Attachment(models.Model):
    """A file that goes with a message, and how far it has come. `held` are the sealed bytes at the receiver.

    `state`: waiting, whole, refused (with `code`), gone. `file` is the file of this node, once it is here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files")
    wire = models.UUIDField()  # its id in the envelope
    size = models.PositiveBigIntegerField()  # sealed
    held = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)  # how often it came whole and did not open
    state = models.CharField(max_length=10, default="waiting")
    code = models.CharField(max_length=60, blank=True)
    file = models.UUIDField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "wire"], name="exchange_attachment_once")]
        indexes = [
            models.Index(
                fields=["message"], name="exchange_attachment_waiting", condition=models.Q(state="waiting")
            ),
        ]

    @property
    def said(self) -> dict[str, Any]:
        """Its entry in the envelope; empty where the message was taken back."""
        entries = self.message.attachments or ()
        return next((one for one in entries if one["id"] == str(self.wire)), {})


class SharedObject(models.Model):
    """What one node owns and others hold copies of. `source` is who gave it to us; null for what is ours.

    Versions never go back: `version` is that of the content, `handled` of the handling, `kept` of the retention.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    uid = models.UUIDField(unique=True)
    source = models.ForeignKey(Peer, on_delete=models.PROTECT, null=True, related_name="shared")
    owner = models.CharField(max_length=40, blank=True)  # the node that owns it; empty: this one
    kind = models.CharField(max_length=40)
    scope = models.UUIDField(null=True)  # the local case
    state = models.CharField(max_length=10, default="held")  # announced, held, withdrawn
    version = models.PositiveBigIntegerField(default=0)
    handled = models.PositiveBigIntegerField(default=0)
    kept = models.PositiveBigIntegerField(default=0)
    handling = models.JSONField(default=dict)
    review_at = models.DateField(null=True)
    delete_after = models.DateField(null=True)
    reviewed_for = models.DateField(null=True)  # the day for which the review was asked
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["scope"], name="exchange_object_case")]


class Holding(models.Model):
    """A copy of an object at one recipient of ours, and how far a withdrawal has come there.

    `state`: held, pending, applied, refused. `counts` are the recipient's own words of what went.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.ForeignKey(SharedObject, on_delete=models.CASCADE, related_name="holdings")
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="holdings")
    version = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, default="held")
    message = models.UUIDField(null=True)  # the withdrawal
    due_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    counts = models.JSONField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object", "peer"], name="exchange_holding_once")]


class Tombstone(models.Model):
    """That an object was withdrawn, and nothing of what it was: a late original finds it. Never deleted."""

    uid = models.UUIDField()
    node = models.CharField(max_length=40)  # who withdrew it; binds nobody else
    version = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid", "node"], name="exchange_tombstone_once")]


class Nonce(models.Model):
    """A request nonce that a peer has used; older ones than the time window are dropped."""

    value = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField(auto_now_add=True)


class Quarantined(models.Model):
    """Something that came and was not taken: why, from whom, and the bytes for an examiner."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, null=True, related_name="quarantined")
    message_id = models.UUIDField(null=True)
    code = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    token = models.BinaryField()


class LogEntry(models.Model):
    """One thing that happened on a link. `number` and `head` come when it is put on the chain of that link.

    `commitment` is of `words` under `key`; both can be erased, and the chain still holds.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)  # in the order of time
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="log")
    number = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    message_id = models.UUIDField(null=True, db_index=True)
    commitment = models.BinaryField()
    key = models.BinaryField(null=True)
    words = models.TextField(null=True)  # null when erased
    head = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["peer", "number"], name="exchange_log_number")]
        indexes = [
            models.Index(fields=["peer", "id"], name="exchange_log_fresh", condition=models.Q(number__isnull=True))
        ]


class Checkpoint(models.Model):
    """Where a log of the link ended, signed: our own as we sent it, or the peer's, which we witness."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="checkpoints")
    ours = models.BooleanField()
    length = models.BigIntegerField()
    head = models.CharField(max_length=64)
    at = models.DateTimeField()
    token = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["peer", "ours", "length", "head"], name="exchange_checkpoint_once")
        ]
