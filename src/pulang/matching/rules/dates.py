"""Comparing birth dates of which only a part may be known."""

from functools import lru_cache
from operator import ne

from pulang.lib.partial_date import PartialDate


def likeness_of_dates(a: PartialDate, b: PartialDate) -> str:
    """Name the level on which two dates are alike; `differs` where they are not. Symmetric."""
    apart = abs(a.year - b.year)
    if apart and (a.approximate or b.approximate):
        return "near_year" if apart <= 2 else "near" if apart <= 4 else "differs"
    if not (a.month and b.month) or _is_placeholder(a) != _is_placeholder(b):
        return "year" if not apart else "near_year" if apart == 1 else "near" if apart == 2 else "differs"
    if not (a.day and b.day):
        return "year_month" if not apart and a.month == b.month else "year" if not apart else _years(apart)
    if not apart and (a.month, a.day) == (b.month, b.day):
        return "placeholder" if _is_placeholder(a) else "equal"
    if not apart and (a.month, a.day) == (b.day, b.month):
        return "swapped"
    return _whole(a, b, apart)


def _whole(a: PartialDate, b: PartialDate, apart: int) -> str:
    same_day = (a.month, a.day) == (b.month, b.day)
    if same_day and apart <= 2:
        return "near_year_same_day"
    if sum(map(ne, text_of(a).lstrip("~"), text_of(b).lstrip("~"))) == 1:
        return "one_digit"
    if same_day:
        return "month_day"
    if not apart:
        if a.month == b.month:
            return "year_month"
        return "year" if a.approximate or b.approximate else "year_other_day"
    return "near_year_other_day" if apart == 1 else _years(apart)


def _years(apart: int) -> str:
    return "near_year" if apart == 1 else "near" if apart == 2 else "differs"


def _is_placeholder(value: PartialDate) -> bool:
    """The first of January stands in many lists for a day that nobody knew."""
    return value.month == 1 and value.day == 1


@lru_cache(maxsize=50_000)
def text_of(value: PartialDate) -> str:
    """Its canonical text: the same dates come again and again."""
    return value.to_text()
