"""Everybody who sends writes the log; only jobs of the node read it."""

from django.db import migrations

from pulang.db.protect import protect


class Migration(migrations.Migration):
    dependencies = [("exchange", "0009_log_and_checkpoints")]
    operations = [
        protect("exchange_logentry", see="false", write="true"),
        protect("exchange_checkpoint", see="false"),
    ]
