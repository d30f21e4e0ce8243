"""Acts that she was made to do, and what an authority did to her for it. Section `non_punishment` of the case."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pulang.access.models import Agency, Officer
from pulang.cases.models import CasePart
from pulang.db.sealed import SealedField


class Statement(CasePart):
    """Recorded by a named officer, never changed or deleted."""

    recorded_at = models.DateTimeField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    officer_name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ForcedAct(Statement):
    """One act: what, when, under which compulsion, in which link to the trafficking. Codes of data/words.yaml.

    It can be taken back with a reason, and stays readable.
    """

    kind = models.CharField(max_length=30)
    what = SealedField()
    when = SealedField()  # as she tells it
    compulsions = ArrayField(models.CharField(max_length=30))
    compulsion = SealedField()  # in words
    link = models.CharField(max_length=20)
    link_because = SealedField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = SealedField()


class Sanction(Statement):
    """What an authority did or may do to her: who decided what, when, and how it stands. A change is a new row."""

    act = models.ForeignKey(ForcedAct, on_delete=models.PROTECT, null=True, related_name="sanctions")
    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=20)
    authority = SealedField()
    decided_by = SealedField()
    decided_on = models.DateField(null=True)
