"""A partner's question whether somebody is known here, as each agency that may know her sees it."""

from django.db import models

from pulang.access.models import Agency, Officer
from pulang.db.sealed import KeyHolder, SealedField
from pulang.exchange.models import Peer
from pulang.lib.ids import new_id


class Verdict(models.TextChoices):
    OPEN = "open"
    KNOWN = "known"
    NOT_KNOWN = "not_known"


class Inquiry(KeyHolder):
    """One question before one agency. `band` is the best likeness when it came: likely, possible, or empty.

    `said` is the body of the message. `answered_at` is the same in all rows of one message: when the answer left.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.UUIDField()
    thread = models.UUIDField()
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    said = SealedField()
    band = models.CharField(max_length=10, blank=True)
    received_at = models.DateTimeField()
    reply_by = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "agency"], name="inquiries_inquiry_once")]
        indexes = [
            models.Index(
                fields=["agency", "reply_by", "id"],
                name="inquiries_inquiry_open",
                condition=models.Q(answered_at=None, verdict="open"),
            )
        ]
