"""The way home of one case: its steps, by the list it follows, and what was said of them; lists made here."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency, Officer
from pulang.cases.models import CaseFile, CasePart
from pulang.db.sealed import SealedField
from pulang.lib.ids import new_id
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
    escalated_at = models.DateTimeField(null=True)  # when the fallback was told that it is late
    escalated_to = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
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


class ListState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class StepListVersion(models.Model):
    """A list of steps that this node made itself. Once published it is never changed; there is one draft at most.

    The lists that came with the software stand in files; one here stands before a file of the same number.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=ListState.choices, default=ListState.DRAFT)
    text = models.TextField()  # the document as JSON, since `jsonb` forgets in which order steps stand
    remark = models.CharField(max_length=1000, blank=True)  # why it is as it is
    version = models.PositiveIntegerField(default=1)  # of the draft
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="draft"), name="repatriation_one_draft"
            )
        ]

    @property
    def data(self) -> dict[str, Any]:
        """The document, as `data/steps.schema.json` describes it. A copy: set it anew to change it."""
        found: dict[str, Any] = json.loads(self.text)
        return found

    @data.setter
    def data(self, document: Mapping[str, Any]) -> None:
        self.text = json.dumps(document, ensure_ascii=False)
