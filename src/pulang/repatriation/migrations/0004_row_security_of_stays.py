"""Until when somebody may stay is work of the case."""

from django.db import migrations

from pulang.db.protect import granted, protect


class Migration(migrations.Migration):
    dependencies = [("repatriation", "0003_until_when_she_may_stay")]
    operations = [protect("repatriation_stay", see=granted("repatriation_stay.case_id", "work"))]
