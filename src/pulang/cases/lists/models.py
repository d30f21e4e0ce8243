"""A list that was handed in and its rows. Seen by the agency that handed it in, and by no other."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency, Officer
from pulang.db.sealed import KeyHolder, SealedField
from pulang.lib.ids import new_id


class ListImport(KeyHolder):
    """One list. The file itself is not kept: its headings and rows are, encrypted with the key of the list."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    label = SealedField()  # the operation or day that the list is about: text
    file_name = SealedField()
    headings = SealedField()  # list of text, as in the file
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "-started_at"], name="lists_import_agency")]


class RowState(models.TextChoices):
    PENDING = "pending", _("Waiting")
    CREATED = "created", _("Registered")
    KNOWN = "known", _("Known already")
    REJECTED = "rejected", _("Not taken")
    EMPTY = "empty", _("Empty row")


class ListRow(models.Model):
    """One row. Its state changes in the transaction of its effect, so that a killed import repeats nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(ListImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as the sheet counts, the heading included
    cells = SealedField()  # list of text or number, one for each heading
    messages = SealedField()  # list of {"code", "column", "details", "refuses"}
    codes = ArrayField(models.CharField(max_length=60), default=list)  # of the messages, for counting
    state = models.CharField(max_length=10, choices=RowState.choices, default=RowState.PENDING)
    person_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="lists_row_once")]
        indexes = [
            models.Index(fields=["source", "number"], name="lists_row_pending", condition=models.Q(state="pending"))
        ]

    def sealing_key(self) -> bytes:
        return self.source.sealing_key()
