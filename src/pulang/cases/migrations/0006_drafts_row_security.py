"""Drafts are for those who read the messages of the case."""

from django.db import migrations

from pulang.db.protect import granted, protect


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_drafts_of_messages"), ("access", "0002_row_security")]
    operations = [protect("cases_messagedraft", see=granted("cases_messagedraft.case_id", "messages"))]
