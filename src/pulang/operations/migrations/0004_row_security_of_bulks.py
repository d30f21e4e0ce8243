"""What was done together is for those who work on the operation."""

from django.db import migrations

from pulang.db.protect import granted, protect

OF_BULK = (
    "EXISTS (SELECT 1 FROM operations_bulk b WHERE b.id = operations_bulkline.bulk_id AND "
    + granted("b.operation_id", "work")
    + ")"
)


class Migration(migrations.Migration):
    dependencies = [("operations", "0003_done_for_many")]
    operations = [
        protect("operations_bulk", see=granted("operations_bulk.operation_id", "work")),
        protect("operations_bulkline", see=OF_BULK),
    ]
