"""The way home of one case: its steps, as the numbered list said when it began, and what was said of them."""

from django.db import models

from pulang.access.models import Agency
from pulang.cases.models import CaseFile, CasePart
from pulang.db.sealed import SealedField
from pulang.repatriation.rules import Statement


class Step(CasePart):
    """One step home, codes only (C1). What may begin follows from the others (`rules.engine`).

    `state` is open, done, failed or not_needed; `said_at`, `said_by_side` and `result` are the statement that
    holds, an empty result one that was taken back.
    """

    list_version = models.CharField(max_length=20)
    code = models.CharField(max_length=30)
    place = models.PositiveSmallIntegerField()  # in the order of the list
    side = models.CharField(max_length=3)  # the country whose node does it: IDN, KHM
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, default="open")
    result = models.CharField(max_length=40, blank=True)
    said_at = models.DateTimeField(null=True)
    said_by_side = models.CharField(max_length=3, blank=True)
    said_by = models.UUIDField(null=True)  # the officer, where it was one of this node
    began_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # only while the step is ready
    done_by = models.CharField(max_length=200, blank=True)  # the agency that spoke last
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="repatriation_step_once")]
        indexes = [
            models.Index(fields=["due_at"], name="repatriation_due", condition=models.Q(state="open")),
            models.Index(fields=["case", "place"], name="repatriation_way"),
        ]

    @property
    def statement(self) -> Statement | None:
        """What holds of this step; None where nothing was ever said."""
        return None if self.said_at is None else Statement(self.said_at, self.said_by_side, self.result)


class StepRecord(CasePart):
    """One statement about a step, kept for good: what was recorded with it, for those who hold its section.

    The newest by `said_at` stands in the step. The same statement told twice by a partner is one row.
    """

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="records")
    section = models.CharField(max_length=20)
    result = models.CharField(max_length=40, blank=True)
    said_at = models.DateTimeField()
    said_by_side = models.CharField(max_length=3)
    officer_name = models.CharField(max_length=200, blank=True)
    agency_name = models.CharField(max_length=200)
    evidence = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, related_name="+")
    data = SealedField()  # values of the step's fields as JSON: dates ISO 8601, money as a decimal text
    note = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step", "said_at", "said_by_side", "result"], name="repatriation_statement_once"
            )
        ]


class Stay(CasePart):
    """Until when she may be in the country where she is; her fine is counted from there. One a case."""

    allowed_until = SealedField()  # ISO date, the last allowed day
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="repatriation_stay_once")]
