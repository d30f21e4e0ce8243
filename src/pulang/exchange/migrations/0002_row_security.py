"""Messages are for members of their case; those of no case for the NCB that keeps the link."""

from django.db import migrations

from pulang.db.protect import granted, protect

DESK = (
    "(exchange_message.scope IS NULL AND EXISTS (SELECT 1 FROM access_agency a"
    " WHERE a.id = pulang_agency() AND a.kind = 'ncb'))"
)
SEE = f"({granted('exchange_message.scope', 'messages')} OR {DESK})"
OF_MESSAGE = "EXISTS (SELECT 1 FROM exchange_message m WHERE m.id = exchange_receipt.message_id)"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("access", "0002_row_security")]
    operations = [
        protect("exchange_message", see=SEE),
        protect("exchange_receipt", see=OF_MESSAGE),
        protect("exchange_quarantined", see="false"),
    ]
