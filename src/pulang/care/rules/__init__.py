"""The words and times of care, read from data. Pure."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """One thing that is asked at a talk, with its answers by code."""

    text: Texts
    choices: Mapping[str, Texts]


@cache
def services() -> Mapping[str, Texts]:
    return dict(_read()["services"])


@cache
def at_her_wish() -> frozenset[str]:
    """Services that are arranged only where she asks for them."""
    return frozenset(_read()["at_her_wish"])


@cache
def legal_days() -> Mapping[str, Texts]:
    """Kinds of days with counsel or a court."""
    return dict(_read()["days"])


@cache
def talks() -> tuple[int, ...]:
    """Months after she came home at which somebody asks how she is."""
    return tuple(_read()["talks"])


@cache
def questions() -> Mapping[str, Question]:
    return {code: Question(one["text"], one["choices"]) for code, one in _read()["outcomes"].items()}


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last where the month is shorter."""
    total = day.month - 1 + months
    year, month = day.year + total // 12, total % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((files("pulang.care") / "data" / "words.yaml").read_text("utf-8"))
    return found
