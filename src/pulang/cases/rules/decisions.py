"""What a decision can rest on, how a review is asked for, and whether a decision stands. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Texts = dict[str, str]


class Standing(StrEnum):
    """Whether others can rely on a decision now. A decision is never deleted."""

    STANDS = "stands"
    AWAITING = "awaiting"  # a second officer has not answered yet
    DISPUTED = "disputed"  # the second officer does not agree
    SUPERSEDED = "superseded"


def standing(*, needs_confirmation: bool, agrees: bool | None, superseded: bool) -> Standing:
    """`agrees`: the second officer's answer, None while there is none."""
    if superseded:
        return Standing.SUPERSEDED
    if agrees is None:
        return Standing.AWAITING if needs_confirmation else Standing.STANDS
    return Standing.STANDS if agrees else Standing.DISPUTED


def standards() -> dict[str, Texts]:
    """Standards of proof by code, the lowest first."""
    return dict(_read()["standards"])


def review_channels() -> dict[str, Texts]:
    """How she can ask for a review, by code."""
    return dict(_read()["channels"])


def review_due(asked_at: datetime) -> datetime:
    """By when a review is answered."""
    return asked_at + timedelta(days=_read()["review_days"])


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((files("pulang.cases") / "data" / "decisions.yaml").read_text("utf-8"))
    return found
