"""What is shared is for those who read the messages of its case; tombstones are for jobs of the node alone."""

from django.db import migrations

from pulang.db.protect import granted, protect

DESK = (
    "(exchange_sharedobject.scope IS NULL AND EXISTS (SELECT 1 FROM access_agency a"
    " WHERE a.id = pulang_agency() AND a.kind = 'ncb'))"
)
SEE = f"({granted('exchange_sharedobject.scope', 'messages')} OR {DESK})"
OF_OBJECT = "EXISTS (SELECT 1 FROM exchange_sharedobject o WHERE o.id = exchange_holding.object_id)"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_objects_and_who_holds_them"), ("access", "0002_row_security")]
    operations = [
        protect("exchange_sharedobject", see=SEE),
        protect("exchange_holding", see=OF_OBJECT),
        protect("exchange_tombstone", see="false"),
    ]
