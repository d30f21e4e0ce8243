"""The audit: rows that are only ever inserted, chained by hash in the database itself."""

from django.db import models


class Entry(models.Model):
    """One thing that happened. `text` is the record; the columns repeat it for searching.

    Rows form a few chains (`lane`), so that writers do not wait for each other: within a lane
    `hash = sha256(prev || text)`. A trigger chains, `seq` is gap-free in its lane, the app may only insert.
    """

    id = models.BigAutoField(primary_key=True)
    lane = models.SmallIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    event = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    scope = models.UUIDField(null=True)
    text = models.TextField()
    prev = models.BinaryField(default=b"")
    hash = models.BinaryField(default=b"")

    class Meta:
        indexes = [
            models.Index(fields=["scope", "-id"], name="audit_scope"),
            models.Index(fields=["actor_id", "-id"], name="audit_actor"),
            # Asked each time a person is opened: whom this officer opened and registered within a day.
            models.Index(
                fields=["actor_id", "event", "at"],
                include=["scope"],
                condition=models.Q(event__in=("person.read", "pair.read", "person.registered")),
                name="audit_openings",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["lane", "seq"], name="audit_lane_seq")]
