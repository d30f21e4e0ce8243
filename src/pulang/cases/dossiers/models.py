"""What is known of somebody without papers: answers, statements of her family, and where her prints are held."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency
from pulang.cases.models import Case
from pulang.db.sealed import SealedField
from pulang.lib.ids import new_id


class Kind(models.TextChoices):
    ANSWER = "answer", _("The person's answer")
    FAMILY = "family", _("Statement of the family")
    PRINTS = "prints", _("Fingerprints held elsewhere")


class EntryState(models.TextChoices):
    OPEN = "open", _("Not checked yet")
    CONFIRMED = "confirmed", _("Confirmed")
    CONTRADICTED = "contradicted", _("Contradicted")
    WITHDRAWN = "withdrawn", _("Taken back")


class Entry(models.Model):
    """One thing that can be checked. `code` is the question or how somebody is related; `said` what was told:

    {"text"} of an answer, {"name", "text", "contact"} of a statement, {"authority", "reference"} of prints. A print
    itself is never kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    code = models.CharField(max_length=40, blank=True)
    said = SealedField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")  # that took it
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=12, choices=EntryState.choices, default=EntryState.OPEN)
    settled_by = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    remark = SealedField()  # what the one who checked it found

    class Meta:
        indexes = [models.Index(fields=["case", "kind", "id"], name="dossiers_entry_case")]

    def sealing_key(self) -> bytes:
        return self.case.sealing_key()
