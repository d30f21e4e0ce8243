"""A question is before one agency; none sees that another was asked."""

from django.db import migrations

from pulang.db.protect import protect


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0001_inquiries")]
    operations = [protect("inquiries_inquiry", see="inquiries_inquiry.agency_id = pulang_agency()")]
