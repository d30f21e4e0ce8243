"""Whom an officer opened and registered within a day is asked at each opening; an officer leaves thousands of entries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain")]
    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("event__in", ("person.read", "pair.read", "person.registered"))),
                fields=["actor_id", "event", "at"],
                include=("scope",),
                name="audit_openings",
            ),
        ),
    ]
