"""What linkage found so far is for the job alone; officers read pairs in the queue, if they hold both records."""

from django.db import migrations

from pulang.db.protect import protect


class Migration(migrations.Migration):
    dependencies = [("linkage", "0001_runs")]
    operations = [protect("linkage_run", see="false"), protect("linkage_found", see="false")]
