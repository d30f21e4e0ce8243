"""What one node owns and others hold copies of."""

from django.db import models

from pulang.exchange.models.peers import Peer
from pulang.lib.ids import new_id


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
