"""A suspect's file holds her name itself: a row of `persons` or a search key would tell the victim's side."""

from django.db import models

from pulang.access.models import Agency, Officer
from pulang.db.sealed import KeyHolder, SealedField
from pulang.lib.ids import new_id


class SuspectFile(KeyHolder):
    """What one person is suspected of. Scope of its grants: its own id, section police, officer by officer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=30, unique=True)
    subject = SealedField()  # {"name", "born", "papers"}
    suspicion = SealedField()
    stage = models.CharField(max_length=20)  # a word of rules.STAGES
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()


class SuspectEntry(models.Model):
    """One line of the file: what somebody found or decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(SuspectFile, on_delete=models.PROTECT, related_name="entries")
    stage = models.CharField(max_length=20)  # as it stood from then on
    text = SealedField()
    officer_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def sealing_key(self) -> bytes:
        return self.file.sealing_key()


class StatusLink(models.Model):
    """The case of a victim and the file of a suspect are about one person. Seen by the coordinator alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.UUIDField()  # no foreign key: nothing of either file points here, nor does its deletion ask
    file = models.UUIDField()
    linked_by = models.UUIDField()
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
