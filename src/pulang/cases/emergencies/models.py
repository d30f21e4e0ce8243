"""One emergency access: who opened whose case, why, and what the reviewer said of it."""

from django.db import models

from pulang.access.models import Agency, Officer
from pulang.cases.models import Case
from pulang.db.sealed import KeyHolder, SealedField
from pulang.lib.ids import new_id
from pulang.persons.models import Person


class Verdict(models.TextChoices):
    OPEN = "open"
    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


class Emergency(KeyHolder):
    """`case` is None where the person had no open case. Access ends at `until` or when not justified."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    reason = SealedField()
    opened_at = models.DateTimeField()
    review_by = models.DateTimeField()
    until = models.DateTimeField()
    verdict = models.CharField(max_length=14, choices=Verdict.choices, default=Verdict.OPEN)
    note = SealedField()  # the reviewer's reasons
    reviewed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("officer")),
                name="emergencies_another_reviews",
            )
        ]
        indexes = [
            models.Index(fields=["verdict", "review_by", "id"], name="emergencies_to_review"),
            models.Index(fields=["officer", "opened_at"], name="emergencies_officer"),
        ]
