"""What guards the wire and proves what passed it: nonces, quarantine, the log and its checkpoints."""

from django.db import models

from pulang.exchange.models.peers import Peer
from pulang.lib.ids import new_id


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
