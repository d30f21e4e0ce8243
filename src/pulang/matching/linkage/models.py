"""A run of linkage and what it found so far. Ids and scores only; gone, or handed to the queue, when it is over."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from pulang.lib.ids import new_id


class RunState(models.TextChoices):
    LINKING = "linking", _("Comparing")
    HANDING = "handing", _("Handing pairs to the queue")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Given up")


class Run(models.Model):
    """One run over the whole register. `done` are the parts that are compared; a killed run goes on with the rest.

    `weights` is the version of the weights, `figures` what the report shows: counts and weights, nobody's data.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.LINKING)
    engine = models.CharField(max_length=10)
    weights = models.CharField(max_length=80)
    parts = models.PositiveIntegerField()
    done = ArrayField(models.IntegerField(), default=list)
    people = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)  # pairs newly to be judged
    figures = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="linkage_run_started")]


class Found(models.Model):
    """A pair of a run that waits to be handed to the queue.

    `sharing` is how many people share the rarest key of both. `score` is the desk's until all parts are compared,
    then what is left of it beside the rivals.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="found")
    low = models.UUIDField()
    high = models.UUIDField()
    score = models.FloatField()
    sharing = models.PositiveSmallIntegerField(default=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "low", "high"], name="linkage_found_once")]
        indexes = [models.Index(fields=["run", "-score", "id"], name="linkage_found_order")]
