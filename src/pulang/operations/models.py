"""An operation and who is in it. Need-to-know: its members see the counts, and the people whose cases they hold."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency, Officer
from pulang.cases.models import Case
from pulang.db.sealed import KeyHolder, SealedField
from pulang.lib.ids import new_id
from pulang.persons.models import Person


class OperationKind(models.TextChoices):
    RAID = "raid", _("Raid")
    WALK_IN = "walk_in", _("People at the door")
    CHARTER = "charter", _("Charter")


class Operation(KeyHolder):
    """Scope of its grants: its own id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=10, choices=OperationKind.choices)
    title = SealedField()
    place = SealedField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")  # who leads it here
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    counter = models.PositiveIntegerField(default=0)  # the last number given to somebody

    class Meta:
        indexes = [models.Index(fields=["-opened_at", "-id"], name="operations_newest")]


class Enrolment(models.Model):
    """A case in an operation. `number` is called out at the desks, `token` is what her slip carries.

    A lock, and not this table, keeps a person from a second number: two records that turn out to be of one person
    are merged later, and each has its number by then.

    The token is random: it proves nothing about her, and says nothing without this table.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="enrolments")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # of the case
    number = models.PositiveIntegerField()
    token = models.CharField(max_length=26, unique=True)
    enrolled_at = models.DateTimeField(auto_now_add=True)
    enrolled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "case"], name="operations_case_once"),
            models.UniqueConstraint(fields=["operation", "number"], name="operations_number_once"),
        ]
        indexes = [models.Index(fields=["operation", "person"], name="operations_person")]


class Standing(models.Model):
    """Where a case stands on its way home, in one row: the database keeps it from the steps, nobody writes it.

    Codes of steps in their order: `settled` (done or not needed), `ready` with `due` beside it, `failed`.
    """

    case = models.OneToOneField(Case, on_delete=models.DO_NOTHING, primary_key=True, related_name="standing")
    settled = ArrayField(models.CharField(max_length=30))
    ready = ArrayField(models.CharField(max_length=30))
    due = ArrayField(models.DateTimeField())
    failed = ArrayField(models.CharField(max_length=30))
    first_due = models.DateTimeField(null=True)


class OperationList(models.Model):
    """A list that was handed in for an operation: who is taken from it is enrolled."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="lists")
    source = models.UUIDField(unique=True)  # the list
    handed_in_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)


class BulkKind(models.TextChoices):
    STEP = "step", _("Record a step")
    NATIONALITY = "nationality", _("Ask to verify nationality")
    FLIGHT = "flight", _("Give a seat on a flight")
    MOVE = "move", _("Follow another list of steps")


class Bulk(models.Model):
    """One thing done for many people of an operation, as an officer asked for it. `asked` is what she filled in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="bulks")
    kind = models.CharField(max_length=20, choices=BulkKind.choices)
    asked = SealedField()
    started_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    def sealing_key(self) -> bytes:
        return self.operation.sealing_key()


class LineState(models.TextChoices):
    PENDING = "pending", _("Waiting")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Not done")


class BulkLine(models.Model):
    """What became of one person. It changes in the transaction of its effect, so that nothing is done twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bulk = models.ForeignKey(Bulk, on_delete=models.PROTECT, related_name="lines")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.PENDING)
    code = models.CharField(max_length=60, blank=True)  # of the error, where it was refused
    details: Any = models.JSONField(default=dict)  # of the error: codes and numbers

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "enrolment"], name="operations_line_once")]


class PaperKind(models.TextChoices):
    NATIONALITY = "nationality_list", _("Request to verify nationality")
    ANSWER = "nationality_answer", _("Answer on nationality")
    FINE = "fine_list", _("Name list for relief of overstay fines")
    EXIT = "exit_list", _("Request for exit permits")
    SPLP = "splp_sheet", _("Data sheets for the SPLP")
    MANIFEST = "manifest", _("Flight manifest")
    HANDOVER = "handover", _("Receipt of handing over")
    FITNESS = "fitness_note", _("Medical notes: fit to travel")
    CONSENT = "consent_form", _("Consent forms")


class IssuedPaper(models.Model):
    """A numbered paper about people of an operation, as it was issued: printing it again says the same.

    `code` is what its QR carries: on this node it shows that the paper is genuine, and nothing of whom it names.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20, choices=PaperKind.choices)
    number = models.CharField(max_length=30, unique=True)
    code = models.CharField(max_length=26, unique=True)
    language = models.CharField(max_length=5)
    says = SealedField()  # what its template prints
    people = models.PositiveIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["operation", "-issued_at"], name="operations_papers")]

    def sealing_key(self) -> bytes:
        return self.operation.sealing_key()


class FlightState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    FROZEN = "frozen", _("Manifest closed")
    LEFT = "left", _("Has left")
    CANCELLED = "cancelled", _("Cancelled")


class Flight(models.Model):
    """A flight home. When and how people travel is sealed (C3): for those who hold the operation's `travel`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="flights")
    plan = SealedField()  # {"day", "segments": [{"flight", "from", "to"}], "escorts": [text]}
    seats = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=FlightState.choices, default=FlightState.PLANNED)
    frozen_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def sealing_key(self) -> bytes:
        return self.operation.sealing_key()


class PassengerState(models.TextChoices):
    BOOKED = "booked", _("Booked")
    OFF = "off", _("Taken off")
    LEFT = "left", _("On board")
    MISSED = "missed", _("Missed the flight")
    NOT_LET_OUT = "not_let_out", _("Not let out at the border")
    REFUSED = "refused", _("Does not want to travel")
    DIED = "died", _("Has died")
    MISSING = "missing", _("Cannot be found")
    ARRIVED = "arrived", _("Has arrived")
    NOT_ARRIVED = "not_arrived", _("Did not arrive")


class Passenger(models.Model):
    """A seat for somebody. `late` marks what was changed after the manifest was closed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    flight = models.ForeignKey(Flight, on_delete=models.PROTECT, related_name="passengers")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="passages")
    state = models.CharField(max_length=12, choices=PassengerState.choices, default=PassengerState.BOOKED)
    payer = models.CharField(max_length=20)  # a result of the step `ticket`
    details = SealedField()  # {"seat", "needs", "guardian", "note"}
    late = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)  # when she stood before the team at the airport

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flight", "enrolment"], name="operations_passenger_once")]

    def sealing_key(self) -> bytes:
        return self.flight.sealing_key()


class Cost(models.Model):
    """One line of the ledger: money for one person or for all of an operation, in its own currency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="costs")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="costs")
    kind = models.CharField(max_length=12)  # a word of `rules.costs`
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    payer = models.CharField(max_length=12)
    note = SealedField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField(null=True)

    def sealing_key(self) -> bytes:
        return self.operation.sealing_key()
