"""Numbers that people say aloud: country, year, counter."""

from django.conf import settings
from django.db import connection
from django.utils import timezone

from pulang.lib.countries import alpha2


def next_number(sequence: str, letter: str = "") -> str:
    """`ID-2026-000123`, or with a letter `ID-R-2026-000123`; gaps may occur, doubles cannot."""
    (number,) = next_numbers(sequence, 1, letter)
    return number


def next_numbers(sequence: str, count: int, letter: str = "") -> list[str]:
    """As `next_number`, many at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
        counted = [number for (number,) in cursor.fetchall()]
    start = [alpha2(settings.NODE.country), letter, str(timezone.localdate().year)]
    return ["-".join(filter(None, [*start, f"{number:06d}"])) for number in counted]
