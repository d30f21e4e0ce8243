"""The value: a year, perhaps a month, perhaps a day, perhaps only about then."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from pulang.lib.errors import Invalid

APPROXIMATE_YEARS = 2
"""How far either way "about 1998" reaches when an age is worked out: our convention, not a measured one."""

_CANONICAL = re.compile(r"(?P<about>~?)(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date in the Gregorian calendar, as far as it is known. A day is never known without its month.

    Raises ``Invalid`` on ``date`` (``date_impossible``) for a date that does not exist.
    """

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False

    def __post_init__(self) -> None:
        try:
            if self.day is not None and self.month is None:
                raise ValueError
            date(self.year, self.month or 1, self.day or 1)
            if self.year < 1000 or self.month == 0 or self.day == 0:
                raise ValueError
        except ValueError:
            raise Invalid("date", "date_impossible", year=self.year, month=self.month, day=self.day) from None

    @classmethod
    def of(cls, value: date) -> "PartialDate":
        """Return a whole day (the time of a ``datetime`` is left out)."""
        return cls(value.year, value.month, value.day)

    @classmethod
    def from_text(cls, text: str) -> "PartialDate":
        """Read the canonical form that ``to_text`` writes; raises ``Invalid`` (``date_unreadable``)."""
        found = _CANONICAL.fullmatch(text)
        if found is None:
            raise Invalid("date", "date_unreadable")
        month, day = found["month"], found["day"]
        return cls(
            int(found["year"]), int(month) if month else None, int(day) if day else None, bool(found["about"])
        )

    def to_text(self) -> str:
        """Return the canonical form: ``1998``, ``1998-03``, ``1998-03-08``, ``~1998``."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return ("~" if self.approximate else "") + "-".join(parts)

    __str__ = to_text

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._sort_key < other._sort_key

    @property
    def _sort_key(self) -> tuple[int, int, int, bool]:
        return self.year, self.month or 0, self.day or 0, self.approximate

    @property
    def exact(self) -> date | None:
        """The day itself, when it is known."""
        if self.approximate or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def earliest(self) -> date:
        """The first day it can be, "about" not counted."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can be, "about" not counted."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def age_on(self, day: date) -> tuple[int, int]:
        """Return the least and the greatest age in whole years on ``day`` of someone born on this date.

        "About" widens by ``APPROXIMATE_YEARS`` either way. Never below 0.
        """
        widen = APPROXIMATE_YEARS if self.approximate else 0
        youngest = _whole_years(self.latest, day) - widen
        oldest = _whole_years(self.earliest, day) + widen
        return max(0, youngest), max(0, oldest)


def _whole_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
