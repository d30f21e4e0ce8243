"""Two records that may be one person, and every judgement of it. Seen by those who hold both records."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency, Officer
from pulang.db.sealed import KeyHolder, SealedField
from pulang.lib.ids import new_id
from pulang.persons.models import Person


class PairState(models.TextChoices):
    OPEN = "open", _("To be judged")
    SAME = "same", _("Same person")
    DIFFERENT = "different", _("Not the same")
    UNSURE = "unsure", _("Unsure")
    LAPSED = "lapsed", _("Nothing speaks for it any more")


class Pair(KeyHolder):
    """Two records, each pair once: `low` has the smaller id. The state follows the last judgement.

    `reasons` are the band of the score and codes of what is equal (`finding`); `strong`: a paper or two
    identifiers, so that strangers are told.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    low = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    high = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reasons = ArrayField(models.CharField(max_length=30), default=list)
    strong = models.BooleanField(default=False)
    score = models.FloatField(default=0)  # the heavier, the sooner it is looked at; in bits
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.OPEN)
    found_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True)  # new evidence came after it was judged
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="pairs_pair_once"),
            models.CheckConstraint(condition=models.Q(low__lt=models.F("high")), name="pairs_pair_ordered"),
        ]
        indexes = [
            models.Index(fields=["state", "-score", "id"], name="pairs_pair_queue"),
            models.Index(fields=["high"], name="pairs_pair_high"),
        ]


class Verdict(models.TextChoices):
    SAME = "same", _("Same person")
    DIFFERENT = "different", _("Not the same")
    UNSURE = "unsure", _("Unsure")
    TAKEN_BACK = "taken_back", _("Taken back")


class Judgement(models.Model):
    """What one officer said of a pair at one time. Only ever added; the last one holds.

    `low_evidence` and `high_evidence` are keyed digests of what was known of both then (`evidence.evidence_of`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    reason = SealedField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    officer_name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    low_evidence = ArrayField(models.CharField(max_length=16))
    high_evidence = ArrayField(models.CharField(max_length=16))

    class Meta:
        indexes = [
            models.Index(fields=["pair", "-at"], name="pairs_judgement_pair"),
            models.Index(fields=["officer", "at"], name="pairs_judgement_day"),
        ]

    def sealing_key(self) -> bytes:
        return self.pair.sealing_key()
