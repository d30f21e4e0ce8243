"""An emergency is seen by the officer herself, by those who hold the case, and by oversight, which reviews it."""

from django.db import migrations

from pulang.db.protect import granted, protect

OVERSIGHT = (
    "EXISTS (SELECT 1 FROM access_agency a WHERE a.id = pulang_agency() AND a.kind = 'oversight')"
)
HERSELF = "emergencies_emergency.officer_id = pulang_officer()"


class Migration(migrations.Migration):
    dependencies = [("emergencies", "0001_emergencies"), ("access", "0002_row_security")]
    operations = [
        protect(
            "emergencies_emergency",
            see=f"({HERSELF} OR {OVERSIGHT} OR {granted('emergencies_emergency.case_id', 'work')})",
            write=f"(CASE WHEN emergencies_emergency.reviewed_by_id IS NULL THEN {HERSELF} ELSE {OVERSIGHT} END)",
        )
    ]
