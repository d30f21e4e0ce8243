from django.db import migrations, models

KINDS = [
    ("nationality_list", "Request to verify nationality"),
    ("nationality_answer", "Answer on nationality"),
    ("fine_list", "Name list for relief of overstay fines"),
    ("exit_list", "Request for exit permits"),
    ("splp_sheet", "Data sheets for the SPLP"),
    ("manifest", "Flight manifest"),
    ("handover", "Receipt of handing over"),
    ("fitness_note", "Medical notes: fit to travel"),
    ("consent_form", "Consent forms"),
]


class Migration(migrations.Migration):
    dependencies = [("operations", "0013_people_in_their_order")]
    operations = [
        migrations.AlterField(
            model_name="issuedpaper", name="kind", field=models.CharField(choices=KINDS, max_length=20)
        ),
    ]
