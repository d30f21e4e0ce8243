"""Reading a date as typed in a form, pasted from a chat or found in a cell of a list."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import yaml

from pulang.lib.errors import Invalid
from pulang.lib.notes import Note, note
from pulang.lib.partial_date.value import PartialDate
from pulang.lib.text import ascii_digits

BUDDHIST_ERA = 543
_BUDDHIST_YEARS = range(2400, 2700)
_EARLIEST_YEAR = 1880  # nobody on record was born before and could come home now
_FUTURE_YEARS = 20  # how far a two-digit year may lie ahead where a future date is allowed
_MAX_LENGTH = 80
_MIDNIGHT = re.compile(r"[t ]00:00(:00(\.0+)?)?(z|\+00:00)?$")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
_SEPARATORS = re.compile(r"[\s/\-.,]+")


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What was read, and what had to be decided while reading.

    Notes: ``date_buddhist_era`` (given, year), ``date_two_digit_year`` (given, year), ``date_month_first``.
    """

    date: PartialDate
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    months: dict[str, int]
    about: re.Pattern[str]
    buddhist: re.Pattern[str]
    common: re.Pattern[str]
    fillers: re.Pattern[str]
    unknown: frozenset[str]


@cache
def _words() -> _Words:
    table = yaml.safe_load((files(__package__) / "words.yaml").read_text("utf-8"))
    return _Words(
        months={name: number for number, names in table["months"].items() for name in names},
        about=_any_of(table["about"]),
        buddhist=_any_of(table["buddhist_era"]),
        common=_any_of(table["common_era"]),
        fillers=_any_of(table["fillers"]),
        unknown=frozenset(table["unknown"]),
    )


def _any_of(words: list[str]) -> re.Pattern[str]:
    """Match any of the words: Latin ones as whole words, signs and Khmer (written together) anywhere."""
    longest_first = sorted(words, key=len, reverse=True)
    bounded = (
        rf"(?<![a-z]){re.escape(word)}(?![a-z])\.?" if word[0].isascii() and word[0].isalpha() else re.escape(word)
        for word in longest_first
    )
    return re.compile("|".join(bounded))


def parse(raw: object, *, today: date, field: str = "birth_date", allow_future: bool = False) -> ReadDate:
    """Read a date from text, a number that is a year, or a ``date``/``datetime`` from a sheet.

    Day before month, unless only the other way is possible. Two-digit years are the latest ones that are not
    in the future. Raises ``Invalid`` on ``field``: ``date_unreadable``, ``date_impossible``,
    ``date_in_future``, ``date_too_early``.
    """
    if isinstance(raw, date):
        found = ReadDate(PartialDate.of(raw))
    elif isinstance(raw, float) and raw.is_integer():
        found = _Reading(str(int(raw)), today, field, allow_future).read()
    elif isinstance(raw, int | str) and not isinstance(raw, bool):
        found = _Reading(str(raw), today, field, allow_future).read()
    else:
        raise Invalid(field, "date_unreadable")
    if found.date.year < _EARLIEST_YEAR:
        raise Invalid(field, "date_too_early", date=found.date.to_text(), earliest=_EARLIEST_YEAR)
    # A day of grace: the date line lies between the two offices' clocks and a birth of "today".
    if not allow_future and found.date.earliest > today + timedelta(days=1):
        raise Invalid(field, "date_in_future", date=found.date.to_text())
    return found


class _Reading:
    """One reading: text in, parts apart, each part judged."""

    def __init__(self, text: str, today: date, field: str, allow_future: bool) -> None:
        self.text, self.field = text, field
        self.latest_year = today.year + (_FUTURE_YEARS if allow_future else 0)
        self.notes: list[Note] = []

    def read(self) -> ReadDate:
        words = _words()
        # Khmer is decomposed by neither form; full-width figures and the like become plain.
        text = ascii_digits(unicodedata.normalize("NFKC", self.text)).replace("\u200b", "").strip().lower()
        if not text or len(text) > _MAX_LENGTH:
            raise self._unreadable()
        text = _MIDNIGHT.sub("", text)
        text, about = words.about.subn(" ", text)
        text, buddhist = words.buddhist.subn(" ", text)
        text = words.fillers.sub(" ", words.common.sub(" ", _ORDINAL.sub("", text)))
        uncertain = text.rstrip().endswith("?") and not text.rstrip().endswith("??")
        text = text.rstrip().rstrip("?") if uncertain else text
        text = re.sub(r"(?<=\d)(?=[^\d\s/\-.,])|(?<=[^\d\s/\-.,])(?=\d)", " ", text)
        parts = ["0" if part in words.unknown else part for part in _SEPARATORS.split(text) if part]
        year, month, day = self._order(parts)
        return self._date(self._year(year, bool(buddhist)), month, day, approximate=bool(about) or uncertain)

    def _order(self, parts: list[str]) -> tuple[str, int, int]:
        """Return the year as written, the month and the day, 0 where not given."""
        named = [number for part in parts if (number := _words().months.get(part))]
        figures = [part for part in parts if part.isdigit()]
        if len(named) > 1 or len(named) + len(figures) != len(parts):
            raise self._unreadable()
        if named:
            return self._order_named(figures, named[0])
        if len(figures) == 1 and len(figures[0]) == 8:
            return figures[0][:4], int(figures[0][4:6]), int(figures[0][6:])
        match figures:
            case [year]:
                return year, 0, 0
            case [first, second]:
                return (first, int(second), 0) if len(first) == 4 else (second, int(first), 0)
            case [first, second, third] if len(first) == 4:
                return first, int(second), int(third)
            case [first, second, third]:
                return self._day_and_month(third, int(first), int(second))
        raise self._unreadable()

    def _order_named(self, figures: list[str], month: int) -> tuple[str, int, int]:
        match figures:
            case [year]:
                return year, month, 0
            case [first, second] if len(first) == 4:
                return first, month, int(second)
            case [first, second]:
                return second, month, int(first)
        raise self._unreadable()

    def _day_and_month(self, year: str, day: int, month: int) -> tuple[str, int, int]:
        if month > 12 and 1 <= day <= 12:
            self.notes.append(note("date_month_first"))
            return year, day, month
        return year, month, day

    def _year(self, written: str, buddhist: bool) -> int:
        year = int(written)
        if len(written) == 2:
            century = self.latest_year // 100 * 100
            year += century if century + year <= self.latest_year else century - 100
            self.notes.append(note("date_two_digit_year", given=written, year=year))
        elif len(written) != 4:
            raise self._unreadable()
        elif buddhist or year in _BUDDHIST_YEARS:
            year -= BUDDHIST_ERA
            self.notes.append(note("date_buddhist_era", given=written, year=year))
        return year

    def _date(self, year: int, month: int, day: int, *, approximate: bool) -> ReadDate:
        impossible = Invalid(self.field, "date_impossible", year=year, month=month, day=day)
        if day and not month:
            raise impossible
        try:
            return ReadDate(PartialDate(year, month or None, day or None, approximate), tuple(self.notes))
        except Invalid:
            raise impossible from None

    def _unreadable(self) -> Invalid:
        return Invalid(self.field, "date_unreadable")
