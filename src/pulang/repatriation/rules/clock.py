"""Deadlines: days of the calendar, or working days of the countries whose offices must act. Pure, offline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

# Western Indonesia and Cambodia keep one time all year (UTC+7), so that both are on the same day.
ZONE = ZoneInfo("Asia/Jakarta")
WEEKEND = (5, 6)
DAY = timedelta(days=1)
#: Days on which offices are closed: in Indonesia also those that the government adds beside feasts.
CLOSED = {"IDN": ("public", "government"), "KHM": ("public",)}


@dataclass(frozen=True)
class Deadline:
    """`days` of the calendar, or working days of the countries in `working` (ISO 3166 alpha-3)."""

    days: int
    working: tuple[str, ...] = ()

    def after(self, moment: datetime) -> datetime:
        """The end of this time from `moment` on; a working day ends at the hour at which it began."""
        if not self.working:
            return moment + self.days * DAY
        local = moment.astimezone(ZONE)
        day, left = local.date(), self.days
        while left:
            day += DAY
            left -= is_working_day(day, self.working)
        return local.replace(year=day.year, month=day.month, day=day.day).astimezone(moment.tzinfo)


def is_working_day(day: date, countries: tuple[str, ...]) -> bool:
    """No weekend, and no holiday of any of the countries."""
    return day.weekday() not in WEEKEND and not any(day in _holidays(country) for country in countries)


def holiday_name(day: date, country: str) -> str:
    """What a country keeps on a day, in English; "" for none."""
    return _holidays(country).get(day, "")


@cache
def _holidays(country: str) -> Mapping[date, str]:
    """Filled year by year as days are asked for."""
    found: Mapping[date, str] = holidays.country_holidays(country, categories=CLOSED[country], language="en_US")
    return found
