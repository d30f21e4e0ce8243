"""The table in which Django's cache keeps the counters of the doors."""

from django.db import migrations

TABLE = """
CREATE TABLE access_counter (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX access_counter_expires ON access_counter (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_row_security")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE access_counter")]
