"""The fine for overstaying: days after the last allowed day, times the rate of the country. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Fine:
    """`amount` is `days` × `a_day` in `currency` (ISO 4217)."""

    days: int
    a_day: Decimal
    currency: str

    @property
    def amount(self) -> Decimal:
        return self.days * self.a_day


def fine_for(allowed_until: date, on: date, *, country: str) -> Fine:
    """The fine of somebody who may stay until a day and is still there on another; zero days before.

    The rate is the one that holds `on` that day. Raises KeyError for a country whose rate is not known.
    """
    rate = max((one for one in _rates()[country] if one["since"] <= on), key=lambda one: one["since"], default=None)
    if rate is None:
        raise KeyError(country)
    return Fine(max((on - allowed_until).days, 0), Decimal(rate["a_day"]), rate["currency"])


@cache
def _rates() -> dict[str, list[dict[str, Any]]]:
    found = yaml.safe_load((files("pulang.repatriation") / "data" / "fines.yaml").read_text("utf-8"))
    rates: dict[str, list[dict[str, Any]]] = found["fines"]
    return rates
