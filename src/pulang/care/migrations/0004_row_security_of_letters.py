"""A letter names a person and a service: for those who hold the section care."""

from django.db import migrations

from pulang.db.protect import granted, protect


class Migration(migrations.Migration):
    dependencies = [("care", "0003_letters_of_referrals")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE care_letter_number", "DROP SEQUENCE care_letter_number"),
        protect("care_letter", see=granted("care_letter.case_id", "care")),
    ]
