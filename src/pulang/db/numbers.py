"""Numbers that people say aloud: country, year, counter."""

from django.conf import settings
from django.db import connection
from django.utils import timezone

from pulang.lib.countries import alpha2


def next_number(sequence: str, letter: str = "") -> str:
    """`ID-2026-000123`, or with a letter `ID-R-2026-000123`; gaps may occur, doubles cannot."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        (count,) = cursor.fetchone()
    parts = [alpha2(settings.NODE.country), letter, str(timezone.localdate().year), f"{count:06d}"]
    return "-".join(filter(None, parts))
