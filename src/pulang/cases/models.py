"""Reports, cases and what belongs to a case. Rows of a case carry its id; row security reads it."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency, Officer
from pulang.db.sealed import KeyHolder, SealedField
from pulang.lib.ids import new_id
from pulang.persons.models import Person


class Urgency(models.TextChoices):
    """How fast somebody must act; the order of every queue. Deadlines: 8 hours, 3 days, 7 days."""

    DANGER = "danger", _("Danger to life")
    URGENT = "urgent", _("Urgent")
    NORMAL = "normal", _("Normal")


class Channel(models.TextChoices):
    FAMILY = "family", _("Family")
    WALK_IN = "walk_in", _("Walk-in")
    HOTLINE = "hotline", _("Hotline")
    NGO = "ngo", _("Organisation")
    RAID = "raid", _("Police raid")
    LIST = "list", _("List")
    PARTNER = "partner", _("Partner node")
    SELF = "self", _("The person concerned")


class Report(KeyHolder):
    """What somebody told. Not yet a case; several may concern one person. Scope of its grants: its own id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=30, unique=True)
    receipt = models.CharField(max_length=24, unique=True)  # what the reporter holds, shaped like a phone number
    channel = models.CharField(max_length=10, choices=Channel.choices)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    reporter = SealedField()  # {"name", "relation", "contact", "safe_contact", "language"}
    subject = SealedField()  # {"name", "birth_date", "sex", "papers", "phone"} as it was told
    narrative = SealedField()
    place = SealedField()  # where she is said to be
    received_at = models.DateTimeField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="reports")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, null=True, related_name="reports")
    state = models.CharField(max_length=12, default="new")  # new, linked, dismissed
    dismissed_because = SealedField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-received_at", "-id"], name="cases_report_inbox"),
            models.Index(
                fields=["agency", "urgency", "received_at", "id"],
                name="cases_report_new",
                condition=models.Q(state="new"),
            ),
        ]


class Case(KeyHolder):
    """The work for one person. `uid` names it on every node that holds a copy; `owner_node` owns the truth."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    uid = models.UUIDField(default=new_id, unique=True)
    number = models.CharField(max_length=30, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")  # who leads it here
    owner_node = models.CharField(max_length=40, blank=True)  # empty: this node
    status = models.CharField(max_length=30, default="open")
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    risks = ArrayField(models.CharField(max_length=30), default=list)  # urgent risks, codes
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["-opened_at", "-id"], name="cases_case_newest")]

    def __str__(self) -> str:
        return self.number


class CasePart(models.Model):
    """A row that belongs to a case and is encrypted with its key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    def sealing_key(self) -> bytes:
        return self.case.sealing_key()


class Whereabouts(CasePart):
    """Where she is (C3): never in a list, a search or an export; opened one at a time, with a purpose."""

    place = SealedField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    recorded_by = models.UUIDField(null=True)


class Task(CasePart):
    """One thing to do, by an agency or one officer, until a time. `code` is a word of `data/tasks.yaml` or free."""

    code = models.CharField(max_length=60)
    note = SealedField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    ref = models.CharField(max_length=80, blank=True)  # what it is about: "step:splp", "message:<id>" …

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "urgency", "due_at", "id"],
                name="cases_task_queue",
                condition=models.Q(done_at__isnull=True),
            ),
            models.Index(fields=["case"], name="cases_task_open", condition=models.Q(done_at__isnull=True)),
        ]


class CaseFile(CasePart):
    """A file of the case: encrypted under a random name, served only through the case."""

    section = models.CharField(max_length=20)
    name = SealedField()
    note = SealedField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    blob = models.CharField(max_length=64)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.UUIDField(null=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner_node = models.CharField(max_length=40, blank=True)  # of what came with a message; empty: ours
    handling: Any = models.JSONField(default=dict)  # how its owner wants it treated, as in the envelope


class TimelineEntry(CasePart):
    """One line of the story of a case. `kind` is an audit word; `text` is what a person wrote, if anything."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    section = models.CharField(max_length=20)
    actor_name = models.CharField(max_length=200)
    agency_name = models.CharField(max_length=200)
    details: Any = models.JSONField(default=dict)  # codes only
    text = SealedField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"], name="cases_timeline")]


class Consent(CasePart):
    """What the person allowed or refused, in her language, read to her by somebody, until a day."""

    scopes = ArrayField(models.CharField(max_length=30))  # words of data/consents.yaml
    given = models.BooleanField()
    language = models.CharField(max_length=5)
    script_version = models.CharField(max_length=20)
    read_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    interpreter = SealedField()
    recorded_at = models.DateTimeField()
    until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = SealedField()

    def holds(self, today: date) -> bool:
        """Whether she allowed it, has not taken it back, and it has not run out."""
        return self.given and self.withdrawn_at is None and (self.until is None or self.until >= today)


class Outcome(models.TextChoices):
    VICTIM = "victim", _("Victim of trafficking")
    PRESUMED = "presumed_victim", _("Presumed victim")
    NOT_VICTIM = "not_victim", _("Not a victim")
    CANNOT_TELL = "cannot_tell", _("Cannot tell yet")


class Decision(CasePart):
    """A named officer's identification decision. Several may stand side by side; none overwrites another."""

    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    act = models.CharField(max_length=20)  # established, indicated, not_shown
    means = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    reasons = SealedField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    officer_name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    standard = models.CharField(max_length=40, blank=True)  # of proof, a word of data/decisions.yaml
    laws = ArrayField(models.CharField(max_length=40), default=list)  # codes that `rules.citations` knows
    review_at = models.DateField(null=True)
    assessment = models.UUIDField(null=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    needs_confirmation = models.BooleanField(default=False)  # as the policy of the agency was when she decided


class Confirmation(CasePart):
    """What a second officer of the same agency said to a decision: one answer, with reasons where she disagrees."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="confirmation")
    agrees = models.BooleanField()
    reason = SealedField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    officer_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()


class MessageDraft(CasePart):
    """A message that waits for a second officer; nothing has left. `sent` is the message that it became."""

    kind = models.CharField(max_length=40)
    to = models.CharField(max_length=40)
    body = SealedField()
    lang = models.CharField(max_length=5, default="en")
    files = ArrayField(models.UUIDField(), default=list)  # of the case, that go with it
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    sent = models.UUIDField(null=True)


class ReviewRequest(CasePart):
    """The person asks to look at a decision again; the next decision that supersedes it is the answer."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="review_requests")
    channel = models.CharField(max_length=20)  # a word of data/decisions.yaml
    reason = SealedField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
