"""A comparison belongs to one agency; a partner's that nobody took up is there for every agency to decide."""

from django.db import migrations

from pulang.db.protect import protect

SEE = "(overlaps_overlap.agency_id = pulang_agency() OR overlaps_overlap.agency_id IS NULL)"
MINE = "overlaps_overlap.agency_id = pulang_agency()"


class Migration(migrations.Migration):
    dependencies = [("overlaps", "0001_overlaps")]
    operations = [
        protect("overlaps_overlap", see=SEE, write=MINE),
        protect("overlaps_points", see="false"),
    ]
