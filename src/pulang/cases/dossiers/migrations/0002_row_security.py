"""Who she is said to be is for those who hold her identity."""

from django.db import migrations

from pulang.db.protect import granted, protect


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_dossiers"), ("access", "0002_row_security")]
    operations = [protect("dossiers_entry", see=granted("dossiers_entry.case_id", "identity"))]
