"""Rows that say the same are saved together, and each keeps what it says."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulang.access.models import Agency
from pulang.db.alike import update_alike
from tests.cast import make_agency


def test_equal_rows_take_one_statement_and_others_one_each(db):
    rows = [make_agency(f"agency-{number}", "ngo") for number in range(6)]
    for number, row in enumerate(rows):
        row.name, row.country = ("Shelter" if number < 5 else "Clinic"), "IDN"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        update_alike(rows, ("name", "country"))
    assert len(asked) == 2
    names = list(
        Agency.objects.filter(pk__in=[row.pk for row in rows]).order_by("code").values_list("name", flat=True)
    )
    assert names == ["Shelter"] * 5 + ["Clinic"]


def test_nothing_to_save_asks_nothing(db):
    with CaptureQueriesContext(connection) as asked:
        update_alike([], ("name",))
    assert len(asked) == 0
