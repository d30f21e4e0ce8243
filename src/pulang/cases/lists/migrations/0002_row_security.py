"""A list is for the agency that handed it in."""

from django.db import migrations

from pulang.db.protect import protect

OWN = "agency_id = pulang_agency()"
OF_OWN = f"EXISTS (SELECT 1 FROM lists_listimport i WHERE i.id = lists_listrow.source_id AND i.{OWN})"


class Migration(migrations.Migration):
    dependencies = [("lists", "0001_initial"), ("access", "0002_row_security")]
    operations = [protect("lists_listimport", see=OWN), protect("lists_listrow", see=OF_OWN)]
