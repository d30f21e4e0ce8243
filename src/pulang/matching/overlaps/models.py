"""A comparison of two lists, as this node sees it; and the blinded points that came for it."""

from django.db import models

from pulang.access.models import Agency, Officer
from pulang.db.sealed import KeyHolder, SealedField
from pulang.exchange.models import Peer
from pulang.lib.ids import new_id


class State(models.TextChoices):
    """Ours: preparing, asked, compared. A partner's: arriving, open, working, answered. Both: declined, or expired,

    which is that nobody answered in time.
    """

    PREPARING = "preparing"
    ASKED = "asked"
    COMPARED = "compared"
    ARRIVING = "arriving"
    OPEN = "open"
    WORKING = "working"
    ANSWERED = "answered"
    DECLINED = "declined"
    EXPIRED = "expired"


class Overlap(KeyHolder):
    """One comparison. `agency`, `officer` and `source` (a list that was handed in) are those of this node.

    `secret` and `owners` (for each place of our points the rows and what the word stood for) are gone when it is
    over. `their_rows` and `own_rows` are padded sizes as they travelled. `found`: rows of ours that may match.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    set = models.UUIDField()
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="+")
    ours = models.BooleanField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.UUIDField(null=True)
    reason = SealedField()
    secret = SealedField()
    owners = SealedField()
    found = SealedField()
    their_rows = models.PositiveIntegerField(default=0)
    own_rows = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices)
    message = models.UUIDField(null=True)  # the request, on either node
    created_at = models.DateTimeField(auto_now_add=True)
    reply_by = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["peer", "set", "ours"], name="overlaps_overlap_once")]
        indexes = [models.Index(fields=["state", "-created_at"], name="overlaps_overlap_state")]


class Points(models.Model):
    """A part of the points that came: `what` is asked, own or doubled. Gone when the comparison is over."""

    overlap = models.ForeignKey(Overlap, on_delete=models.CASCADE, related_name="parts")
    what = models.CharField(max_length=10)
    part = models.PositiveIntegerField()
    points = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["overlap", "what", "part"], name="overlaps_points_once")]
