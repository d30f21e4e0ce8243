"""What an engine does, and the SQL that all of them run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, Protocol

from pulang.lib.errors import PulangError
from pulang.matching.linkage.rules.columns import Columns
from pulang.matching.linkage.rules.further import Further
from pulang.matching.rules import Weights

SLICES = 16  # of the keys, one after the other, so that counting them needs little memory
ROOM = 2**61  # keys are taken below it where something is added to them
COMMON = 50  # a key that more people share is not followed: linkage asks for everybody at once
LEAST_SHARED = 10.0  # bits of rarity that the shared keys of a pair have together at least
#: Names agree by no more than 12 bits and a quarter of those that a pair shares: what they have in common is in
#: several of its keys. Measured, not proved: among 1,000,000 half of the names need no comparing, and of true pairs
#: that are at least possible 1 in 650 is lost.
NAMES_AT_LEAST, NAMES_OF_SHARED = 12.0, 0.25


class EngineMissing(PulangError):
    """What the engine needs is not installed; `needs` says what."""

    code = "linkage_engine_missing"


class Scored(NamedTuple):
    """A pair, the smaller number first, with the score that the desk gives it too.

    `sharing` is how many rows share the rarest key of both.
    """

    left: int
    right: int
    score: float
    sharing: int = 2


class Engine(Protocol):
    """Rows and keys in, scored pairs out. Nothing of it lies in clear on a disk."""

    def load(self, some: Columns) -> None:
        """Take some rows and their keys."""

    def ready(self) -> None:
        """All rows are loaded: find the keys that are followed."""

    def pairs(
        self, model: Weights, *, least: float, part: int, parts: int, further: Sequence[Further] = ()
    ) -> list[Scored]:
        """Pairs of one part of the rows that score `least` and more; `further` columns came with the rows."""

    def close(self) -> None:
        """Forget everything."""


def engine_named(name: str, **options: Any) -> Engine:
    """Raises EngineMissing where the engine's libraries are not installed."""
    try:
        if name == "spark":
            from pulang.matching.linkage.engines.spark import SparkEngine

            return SparkEngine(**options)
        from pulang.matching.linkage.engines.duck import DuckEngine

        return DuckEngine(**options)
    except ImportError as error:
        raise EngineMissing(needs=error.name or name) from error


@cache
def _text(name: str) -> str:
    return (files("pulang.matching.linkage") / "sql" / f"{name}.sql").read_text("utf-8")


def named_sql(model: Weights, *, scored: str, least: float) -> str:
    """The statement that adds what names weigh to what Splink scored."""
    share = model.relatives
    return sql(
        "named",
        scored=scored,
        least=least,
        names_at_least=NAMES_AT_LEAST,
        names_of_shared=NAMES_OF_SHARED,
        nik_one=share["nik"] * model.nik["one_digit"],
        nik_two=share["nik"] * model.nik["two_digits"],
        nik_agrees="pulang_edits(a.nik, b.nik) <= 2",
        born_equal=share["birth_date"] * model.birth_date["equal"],
        place_equal=share["birth_place"] * model.birth_place["equal"],
        phone_equal=share["phone"] * model.phone["equal"],
        phone_one=share["phone"] * model.phone["one_digit"],
    )


def sql(name: str, **values: object) -> str:
    """A statement that all engines run, with numbers and names of tables of ours put in."""
    return _text(name).format(common=COMMON, least_shared=LEAST_SHARED, **values)
