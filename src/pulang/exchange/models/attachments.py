"""Files that go with messages."""

from typing import Any

from django.db import models

from pulang.exchange.models.messages import Message
from pulang.lib.ids import new_id


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
