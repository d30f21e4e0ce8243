"""Care of one case, for those who hold its section `care`; where she lives, for those who hold `whereabouts`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency
from pulang.cases.models import CasePart
from pulang.db.sealed import SealedField
from pulang.lib.ids import new_id


class House(models.Model):
    """Places of a shelter. Its label names no address; how many places are free everybody who refers may see."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    capacity = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "label"], name="care_house_once")]


class Residence(CasePart):
    """She lives in a house (C3)."""

    house = models.ForeignKey(House, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    recorded_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="care_one_residence", condition=models.Q(ended_at__isnull=True)
            )
        ]


class ReferralState(models.TextChoices):
    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused by the provider")
    ENDED = "ended", _("Ended")


class Referral(CasePart):
    """To one provider for one service, by her consent; she chooses the provider, faith-based or not."""

    provider = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=20)
    reason = SealedField()
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = SealedField()  # why it was refused, or how it ended


class Letter(CasePart):
    """The letter of a referral, numbered when it was first printed. `code` is what its QR carries."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="letter")
    number = models.CharField(max_length=30, unique=True)
    code = models.CharField(max_length=26, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()


class Given(CasePart):
    """A service that she was given, and what it cost where somebody paid. A line is never changed: one with a minus

    sets it right.
    """

    service = models.CharField(max_length=20)
    provider = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()
    what = SealedField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField(null=True)


class DayState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    KEPT = "kept", _("Took place")
    POSTPONED = "postponed", _("Postponed")
    MISSED = "missed", _("Could not come")
    CANCELLED = "cancelled", _("Cancelled")


class LegalDay(CasePart):
    """A day with counsel or a court that she must not miss: legal aid, restitution, a hearing as witness."""

    kind = models.CharField(max_length=20)
    on = models.DateField()
    details = SealedField()  # {"place", "note"}
    state = models.CharField(max_length=10, choices=DayState.choices, default=DayState.PLANNED)
    outcome = SealedField()
    made_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)


class GoalState(models.TextChoices):
    OPEN = "open", _("Open")
    REACHED = "reached", _("Goal reached")
    DROPPED = "dropped", _("Given up")


class Goal(CasePart):
    """One goal of her plan, in her words."""

    text = SealedField()
    service = models.CharField(max_length=20)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=GoalState.choices, default=GoalState.OPEN)
    note = SealedField()
    made_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)


class FollowUp(CasePart):
    """A talk some months after she came home: what became of her. Empty until it was held."""

    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    held_on = models.DateField(null=True)
    outcomes = SealedField()  # answers by question: codes
    note = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "months"], name="care_talk_once")]
