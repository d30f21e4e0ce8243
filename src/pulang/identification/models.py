"""Interviews, what was answered in them, and what was made of the answers. Seen with the section `interview`.

Answers and assessments are only ever added: the database refuses to change one (migration 0002).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency, Officer
from pulang.cases.models import CasePart, Consent
from pulang.db.sealed import SealedField
from pulang.persons.models import Person


class InterviewState(models.TextChoices):
    OPEN = "open", _("Going on")
    PAUSED = "paused", _("Paused")
    FINISHED = "finished", _("Finished")


class Interview(CasePart):
    """One interview of one person with one version of the question bank, by one agency or several officers.

    `language`: ISO 639 code of what is spoken with her. `skipped`: sections of the bank that were passed over.
    `consent` is her answer to the script of this interview; until it is there, only her safety may be asked about.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interviews")
    bank_version = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    interpreter = SealedField()  # name, or null where there is none
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=InterviewState.choices, default=InterviewState.OPEN)
    skipped = models.JSONField(default=list)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    officer_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # of the state
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-started_at"], name="identification_interviews")]


class InterviewAnswer(CasePart):
    """One answer to one item of the bank, in the order in which the answers were given.

    `version` counts the answers to the item in this interview; `base` is the last of them that the officer had
    seen. An answer takes the place of all up to its base (`rules.heads`): where two officers answered at once, both
    answers stand until somebody who has seen them says which holds.
    """

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    base = models.PositiveIntegerField(default=0)
    said = SealedField()  # {"answer", "evidence": [kind], "quotation", "confidence"}
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    officer_name = models.CharField(max_length=200)
    agency_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "item", "version"], name="identification_answer_once"),
            models.CheckConstraint(
                condition=models.Q(base__lt=models.F("version")), name="identification_answer_base"
            ),
        ]


class Assessment(CasePart):
    """What one instrument makes of the answers of one interview at one time: an opinion with its evidence.

    Several stand side by side; none is ever changed. `result` is `scoring.as_dict` or
    `checklist.checklist_as_dict`.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments")
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="assessments")
    bank_version = models.CharField(max_length=20)
    instrument = models.CharField(max_length=60)
    instrument_version = models.CharField(max_length=20)
    result = SealedField()
    basis = (
        SealedField()
    )  # {"age": years or null, "act": bool, "items": {item: answer}, "evidence": {item: [kind]}}
    note = SealedField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    officer_name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-made_at"], name="identification_assessments")]
