"""What she was given with its cost, and days with counsel or a court: for those who hold the section care."""

import django.db.models.deletion
from django.db import migrations, models

import pulang.db.sealed
import pulang.lib.ids
from pulang.db.protect import granted, protect


def part(name, *fields):
    """A table of the case, encrypted with its key."""
    own = models.UUIDField(default=pulang.lib.ids.new_id, editable=False, primary_key=True, serialize=False)
    of = models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
    )
    return migrations.CreateModel(
        name=name, fields=[("id", own), *fields, ("case", of)], options={"abstract": False}
    )


def sealed():
    return pulang.db.sealed.SealedField(blank=True, editable=True, null=True)


GIVEN = part(
    "Given",
    ("service", models.CharField(max_length=20)),
    ("given_on", models.DateField()),
    ("what", sealed()),
    ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
    ("currency", models.CharField(blank=True, max_length=3)),
    ("recorded_at", models.DateTimeField(auto_now_add=True)),
    ("recorded_by", models.UUIDField(null=True)),
    (
        "provider",
        models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency"),
    ),
)
STATES = [
    ("planned", "Planned"),
    ("kept", "Took place"),
    ("postponed", "Postponed"),
    ("missed", "She could not come"),
    ("cancelled", "Cancelled"),
]
DAY = part(
    "LegalDay",
    ("kind", models.CharField(max_length=20)),
    ("on", models.DateField()),
    ("details", sealed()),
    ("state", models.CharField(choices=STATES, default="planned", max_length=10)),
    ("outcome", sealed()),
    ("made_at", models.DateTimeField(auto_now_add=True)),
    ("settled_at", models.DateTimeField(null=True)),
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_role_of_monitoring"),
        ("care", "0004_row_security_of_letters"),
        ("cases", "0007_files_with_owner_and_handling"),
    ]
    operations = [
        GIVEN,
        DAY,
        *(protect(table, see=granted(f"{table}.case_id", "care")) for table in ("care_given", "care_legalday")),
    ]
