"""The NIK, Indonesia's number for life: six digits of area, six of birth date and sex, four of serial.

It never changes, not on moving and not when the birth date in it is wrong (PP 40/2019), so whatever does not
fit the rest of a record is a warning and never an error. It has no check digit.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pulang.lib.documents.areas import PROVINCES_ONLY, Areas
from pulang.lib.errors import Invalid
from pulang.lib.notes import Note, note
from pulang.lib.partial_date import PartialDate
from pulang.lib.text import ascii_digits

Sex = Literal["F", "M"]

_LENGTH = 16
_WOMEN_ADD = 40
_SEPARATORS = str.maketrans("", "", " .-–/\u00a0\u200b\t'")


@dataclass(frozen=True, slots=True)
class Nik:
    """A NIK taken apart. Area names are "" where the table given does not hold them.

    Warnings: ``nik_area_unknown`` (level, area), ``nik_serial_zero``.
    """

    number: str
    birth_date: date
    sex: Sex
    serial: str
    province: str
    regency: str
    district: str
    warnings: tuple[Note, ...] = ()

    @property
    def area_code(self) -> str:
        """The six digits of the place of first registration; perhaps split or renamed since."""
        return self.number[:6]


def parse_nik(raw: str, *, today: date, areas: Areas = PROVINCES_ONLY, field: str = "nik") -> Nik:
    """Read a NIK as typed: spaces, points, hyphens and any digits are accepted.

    The year is the latest that makes the date one that exists and is not after ``today``. Raises ``Invalid``
    on ``field``: ``nik_characters``, ``nik_length`` (length), ``nik_impossible_date``.
    """
    number = ascii_digits(raw).translate(_SEPARATORS)
    if number and not (number.isascii() and number.isdigit()):
        raise Invalid(field, "nik_characters")
    if len(number) != _LENGTH:
        raise Invalid(field, "nik_length", length=len(number), expected=_LENGTH)
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    woman = day > _WOMEN_ADD
    born = _latest_date(year, month, day - _WOMEN_ADD if woman else day, today)
    if born is None:
        raise Invalid(field, "nik_impossible_date")
    warnings = []
    if level := areas.unknown_level(number[:6]):
        warnings.append(note("nik_area_unknown", level=level, area=number[:6]))
    if number[12:] == "0000":
        warnings.append(note("nik_serial_zero"))
    province, regency, district = areas.names(number[:6])
    return Nik(number, born, "F" if woman else "M", number[12:], province, regency, district, tuple(warnings))


def _latest_date(year: int, month: int, day: int, today: date) -> date | None:
    century = today.year // 100 * 100
    for start in (century, century - 100):
        try:
            born = date(start + year, month, day)
        except ValueError:
            continue  # 29 February may exist in one century and not in the other
        if born <= today:
            return born
    return None


def compare_nik(nik: Nik, birth_date: PartialDate | None = None, sex: str | None = None) -> list[Note]:
    """Say where a NIK and the record's birth date and sex (``"F"``/``"M"``, others are not compared) differ.

    Notes: ``nik_birth_date_differs`` (nik, given, parts: of year, month, day), ``nik_day_month_swapped``,
    ``nik_sex_differs``. The century is not compared: the NIK does not hold it. "About" excuses a year or two.
    """
    found = []
    if birth_date is not None and (parts := _differing_parts(nik.birth_date, birth_date)):
        details = {"nik": nik.birth_date.isoformat(), "given": birth_date.to_text()}
        swapped = (birth_date.day, birth_date.month) == (nik.birth_date.month, nik.birth_date.day)
        if swapped and "year" not in parts:
            found.append(note("nik_day_month_swapped", **details))
        else:
            found.append(note("nik_birth_date_differs", parts=parts, **details))
    if sex in ("F", "M") and sex != nik.sex:
        found.append(note("nik_sex_differs", nik=nik.sex, given=sex))
    return found


def _differing_parts(held: date, given: PartialDate) -> tuple[str, ...]:
    apart = (held.year - given.year) % 100
    parts = ["year"] if min(apart, 100 - apart) > (2 if given.approximate else 0) else []
    if given.month not in (None, held.month):
        parts.append("month")
    if given.day not in (None, held.day):
        parts.append("day")
    return tuple(parts)
