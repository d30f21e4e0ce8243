"""The files of a message are for those who see the message."""

from django.db import migrations

from pulang.db.protect import protect

OF_MESSAGE = "EXISTS (SELECT 1 FROM exchange_message m WHERE m.id = exchange_attachment.message_id)"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0012_attachments")]
    operations = [protect("exchange_attachment", see=OF_MESSAGE)]
