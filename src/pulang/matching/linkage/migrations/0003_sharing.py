from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("linkage", "0002_row_security")]
    operations = [
        migrations.AddField("found", "sharing", models.PositiveSmallIntegerField(default=2)),
    ]
