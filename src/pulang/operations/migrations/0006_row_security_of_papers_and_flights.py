"""Papers name people: for those who hold the operation's `identity`. Flights are sealed: for those who hold `travel`."""

from django.db import migrations

from pulang.db.protect import granted, protect

OF_FLIGHT = (
    "EXISTS (SELECT 1 FROM operations_flight f WHERE f.id = operations_passenger.flight_id AND "
    + granted("f.operation_id", "travel")
    + ")"
)


class Migration(migrations.Migration):
    dependencies = [("operations", "0005_papers_and_flights")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE operations_paper_number", "DROP SEQUENCE operations_paper_number"),
        protect("operations_issuedpaper", see=granted("operations_issuedpaper.operation_id", "identity")),
        protect("operations_flight", see=granted("operations_flight.operation_id", "travel")),
        protect("operations_passenger", see=OF_FLIGHT),
        protect("operations_cost", see=granted("operations_cost.operation_id", "work")),
    ]
