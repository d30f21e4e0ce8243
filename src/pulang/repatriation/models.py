"""The way home of one case: its steps, as the numbered step list said when the way began."""

from django.db import models

from pulang.access.models import Agency
from pulang.cases.models import CaseFile, CasePart
from pulang.db.sealed import SealedField


class Step(CasePart):
    """One step home. `state`: open, done, failed, not_needed. What may begin follows from the others (rules)."""

    list_version = models.CharField(max_length=20)
    code = models.CharField(max_length=30)
    side = models.CharField(max_length=3)  # the country whose node does it: IDN, KHM
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, default="open")
    result = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=200, blank=True)
    evidence = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, related_name="+")
    data = SealedField()  # what the step records: flight, amount, number …
    note = SealedField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="repatriation_step_once")]
