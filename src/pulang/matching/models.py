"""The index of look-up: what a person is compared by, encrypted, and her blind keys for each who may see her."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pulang.access.models import Officer
from pulang.db.sealed import SealedField
from pulang.lib.ids import new_id
from pulang.persons.models import Person

_NEXT_NUMBER = models.Func(models.Value("matching_profile_number"), function="nextval")


class Profile(models.Model):
    """What one person is compared by, in one place: written with her, in the same transaction."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+", primary_key=True)
    number = models.BigIntegerField(unique=True, db_default=_NEXT_NUMBER)  # what the keys name her by: short
    keys = ArrayField(models.BigIntegerField())  # keyed digests of `rules.keys_of`
    evidence = SealedField()  # what `index.stored` makes of a record, encrypted with her key
    version = models.CharField(max_length=40)  # of the tables that made the keys; another one is stale

    def sealing_key(self) -> bytes:
        return self.person.sealing_key()


class Key(models.Model):
    """A key of a profile, digested once more with the agency or officer who holds a grant on the person.

    Triggers write it beside the profile and the grant. Nobody reads this table: the function
    `matching_likeliest` answers with what the actor holds, so that neither the answer nor its time depends on
    people whom she may not see.
    """

    pk = models.CompositePrimaryKey("key", "profile")
    key = models.BigIntegerField()
    profile = models.BigIntegerField()  # no foreign key: the triggers keep it, and a check would cost each row


class TrainedWeights(models.Model):
    """Weights learnt from the node's own data, as a file of `data/weights.yaml`'s form. Nobody's data is in it.

    The desk uses the last that an analyst accepted and did not set aside, else the shipped ones. `figures` are what
    the report shows of how they were learnt.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    text = models.TextField()
    figures = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
