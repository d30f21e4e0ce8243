"""People as they bear their names, with their papers and how to reach them. All of it is encrypted.

Every row here is visible only with the section `identity` of the person (`access.Grant`, scope = person id).
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency, Officer
from pulang.db.sealed import KeyHolder, SealedField
from pulang.lib.ids import new_id


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class Person(KeyHolder):
    """One human being as this node knows her."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = SealedField()  # the name she is called by here: text
    birth_date = SealedField()  # `lib.partial_date` canonical text, or null
    birth_place = SealedField()
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    nationality = models.CharField(max_length=3, blank=True)  # ISO 3166-1 alpha-3
    languages = SealedField()  # list of ISO 639-1 codes
    description = SealedField()  # what she looks like, marks
    photo = models.CharField(max_length=64, blank=True)  # name of a blob
    crop: Any = models.JSONField(null=True)  # the part of it that papers show: {left, top, width} in per cent
    registered_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_from")


class PersonPart(models.Model):
    """A row that belongs to a person and is encrypted with her key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    def sealing_key(self) -> bytes:
        return self.person.sealing_key()


class NameKind(models.TextChoices):
    ALIAS = "alias", _("Also called")
    KHMER = "khmer", _("In Khmer script")
    PASSPORT = "passport", _("In the passport")
    FORMER = "former", _("Earlier name")


class OtherName(PersonPart):
    """A further name; the one she is called by stands on `Person`."""

    kind = models.CharField(max_length=10, choices=NameKind.choices)
    text = SealedField()


class PaperKind(models.TextChoices):
    NIK = "nik", _("NIK (Indonesian identity number)")
    PASSPORT = "passport", _("Passport")
    SPLP = "splp", _("SPLP (travel document in lieu of passport)")
    KHMER_ID = "khmer_id", _("Cambodian identity card")
    OTHER = "other", _("Other paper")


class PaperState(models.TextChoices):
    HELD = "held", _("The person has it")
    TAKEN = "taken", _("Taken away, by the employer or others")
    LOST = "lost", _("Lost")
    EXPIRED = "expired", _("Expired")
    DAMAGED = "damaged", _("Damaged")
    COPY = "copy", _("Only a copy or the number is known")
    UNKNOWN = "unknown", _("Not known")


class Paper(PersonPart):
    """An identity document. `warnings` are codes that an officer should look at; none stops her."""

    kind = models.CharField(max_length=12, choices=PaperKind.choices)
    number = SealedField()
    country = models.CharField(max_length=3, blank=True)
    expires = SealedField()  # ISO date or null
    mrz = SealedField()  # both lines as typed, or null
    report = SealedField()  # number of the police report of its loss, or null
    reported_on = SealedField()  # ISO date or null
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.UNKNOWN)
    warnings = models.JSONField(default=list)


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Chat account")
    EMAIL = "email", _("E-mail")
    ADDRESS = "address", _("Address")


class Contact(PersonPart):
    """How to reach her or her family. `safe` is false where a call could endanger her."""

    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    value = SealedField()
    whose = models.CharField(max_length=40, blank=True)  # own, mother, husband …
    safe = models.BooleanField(default=True)
    note = SealedField()


class KeyKind(models.TextChoices):
    PAPER = "paper", "paper"
    PHONE = "phone", "phone"
    NAME = "name", "name"
    BORN = "born", "name with birth date"


class BlindKey(models.Model):
    """What a person can be found by: a keyed digest, so that the table alone tells nothing.

    Nobody reads this table; the function `persons_find` of the database answers by digest.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=KeyKind.choices)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "person"], name="persons_blindkey_once")]


class MergeState(models.TextChoices):
    ASKED = "asked", _("A second officer has not answered yet")
    REFUSED = "refused", _("Not joined")
    DONE = "done", _("Joined")
    UNDONE = "undone", _("Parted again")


class Merge(models.Model):
    """Two records that are one person: `gone` went into `kept`, which carries on. Kept for good, also when undone.

    The rows of `gone` stay as they are, under her own key; `kept` holds a copy of what she did not have. `before`
    is what stood in both, what was put in its place and, once undone, what stood then:
    {"kept", "gone", "put", "parted": draft, "photos": {"kept", "gone", "put"}, "take": [field]}.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=MergeState.choices)
    conflicts = ArrayField(models.CharField(max_length=30), default=list)  # codes of `rules.conflicts_of`
    reason = SealedField()
    before = SealedField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    answered_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = SealedField()  # what the second officer wrote
    done_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    undone_name = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_because = SealedField()

    class Meta:
        indexes = [models.Index(fields=["kept", "-asked_at"], name="persons_merge_kept")]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], name="persons_merge_once", condition=models.Q(state=MergeState.DONE)
            )
        ]

    def sealing_key(self) -> bytes:
        return self.kept.sealing_key()


class MergedRow(models.Model):
    """A row that was there when two records were joined. `came` with the one that is gone, else it was kept's."""

    id = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="rows")
    model = models.CharField(max_length=80)
    row = models.UUIDField()
    came = models.BooleanField()


class MergedGrant(models.Model):
    """A grant that was given on the one who carries on because it stood on the one who is gone."""

    id = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="grants")
    source = models.UUIDField()
    copy = models.UUIDField()
