"""What share of positives is true at a given prevalence. Pure.

A screening that is right nine times in ten still gives mostly false alarms where trafficking is rare, and misses
many where it is common. The figures of published tools lie in ``data/screening_tools`` with their source.
"""

import json
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pulang.identification.documents import read_document
from pulang.identification.instruments.checking import check_shape
from pulang.identification.instruments.model import Texts

DATA = Path(__file__).resolve().parent / "data"
Z95 = 1.959963984540054
"""Standard normal quantile for a two-sided interval of 95 per cent."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a share, both between 0 and 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tool:
    """A screening tool and what is published on it. ``None``: not known, which is not the same as bad or good.

    ``positives`` and ``negatives``: how many people with and without the condition the study had.
    """

    id: str
    name: str
    setting: str
    sensitivity: float | None
    specificity: float | None
    positives: int | None
    negatives: int | None
    prevalence: float | None
    source: str
    note: str

    @property
    def sensitivity_interval(self) -> Interval | None:
        return _interval(self.sensitivity, self.positives)

    @property
    def specificity_interval(self) -> Interval | None:
        return _interval(self.specificity, self.negatives)


@dataclass(frozen=True, slots=True)
class BaseRate:
    """What a screening gives in a group. All shares between 0 and 1; counts are per ``people``.

    ``true_share``: of those who test positive, how many are true (positive predictive value), ``None`` if nobody
    tests positive. ``missed_share``: of those who test negative, how many are victims.
    """

    people: int
    prevalence: float
    found: float
    missed: float
    false_alarms: float
    cleared: float
    true_share: float | None
    true_share_interval: Interval | None
    missed_share: float | None


def wilson(successes: float, total: int) -> Interval:
    """Wilson's score interval, 95 per cent, for a share of ``successes`` in ``total``.

    Source: E. B. Wilson, JASA 22 (1927), 209-212. Raises ``ValueError`` outside 0 <= successes <= total, total > 0.
    """
    if total <= 0 or not 0 <= successes <= total:
        raise ValueError("a share needs 0 <= successes <= total and a total above 0")
    share, z2 = successes / total, Z95 * Z95
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = Z95 * sqrt(share * (1 - share) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def true_share(sensitivity: float, specificity: float, prevalence: float) -> float | None:
    """Positive predictive value by Bayes' theorem; ``None`` where nobody would test positive."""
    for share in (sensitivity, specificity, prevalence):
        if not 0 <= share <= 1:
            raise ValueError("sensitivity, specificity and prevalence are shares from 0 to 1")
    true, false = sensitivity * prevalence, (1 - specificity) * (1 - prevalence)
    return true / (true + false) if true + false else None


def base_rate(tool: Tool, prevalence: float, *, people: int = 1000) -> BaseRate | None:
    """What ``tool`` gives among ``people`` at this prevalence; ``None`` if its accuracy is not known.

    The interval of the true share takes both Wilson bounds together, which is on the careful side; it is given only
    where both numbers of people are known.
    """
    if tool.sensitivity is None or tool.specificity is None:
        return None
    share = true_share(tool.sensitivity, tool.specificity, prevalence)
    victims = prevalence * people
    found, cleared = tool.sensitivity * victims, tool.specificity * (people - victims)
    missed = victims - found
    return BaseRate(
        people=people,
        prevalence=prevalence,
        found=found,
        missed=missed,
        false_alarms=people - victims - cleared,
        cleared=cleared,
        true_share=share,
        true_share_interval=_true_share_interval(tool, prevalence),
        missed_share=missed / (missed + cleared) if missed + cleared else None,
    )


def list_tools() -> tuple[Tool, ...]:
    """Every tool of the data file, in its order."""
    return tuple(Tool(**each) for each in _data()["tools"])


def lesson() -> Texts:
    """The sentence that stands beside every screening figure."""
    return MappingProxyType(dict(_data()["lesson"]))


def _true_share_interval(tool: Tool, prevalence: float) -> Interval | None:
    sensitivity, specificity = tool.sensitivity_interval, tool.specificity_interval
    if sensitivity is None or specificity is None:
        return None
    low = true_share(sensitivity.low, specificity.low, prevalence)
    high = true_share(sensitivity.high, specificity.high, prevalence)
    return Interval(low, high) if low is not None and high is not None else None


def _interval(share: float | None, total: int | None) -> Interval | None:
    return wilson(share * total, total) if share is not None and total is not None else None


@cache
def _data() -> Any:
    document = read_document(DATA / "screening_tools" / "1.0.yaml")
    check_shape(document, json.loads((DATA / "schema" / "screening_tools.schema.json").read_text("utf-8")))
    return document.data
