"""Columns of a list that the register has no field for, such as an address: equal, alike or different."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pulang.lib.names import whole_name_key

_COLUMN = "further_{place}"
_ALIKE = 0.88  # Jaro-Winkler


class Further(NamedTuple):
    """One column: a text for each row, "" where nothing is known, and what its levels weigh in bits.

    The shipped weights are of a value that one person in a hundred shares, and that is written wrong once in ten.
    """

    name: str
    values: Sequence[str]
    equal: float = 6.5
    alike: float = 4.0
    differs: float = -3.3


def further_rows(further: Sequence[Further]) -> dict[str, list[str | None]]:
    """The columns as an engine takes them: small letters, words apart by one space."""
    return {
        _COLUMN.format(place=place): [_plain(value) or None for value in column.values]
        for place, column in enumerate(further)
    }


def further_levels(further: Sequence[Further]) -> dict[str, tuple[dict[str, str], dict[str, float]]]:
    """For each column of a row the conditions of its levels, in SQL, and their bits."""
    found = {}
    for place, one in enumerate(further):
        name = _COLUMN.format(place=place)
        levels = {
            "equal": f"{name}_l = {name}_r",
            "alike": f"jaro_winkler_similarity({name}_l, {name}_r) >= {_ALIKE}",
        }
        found[name] = levels, {"equal": one.equal, "alike": one.alike, "differs": one.differs}
    return found


def further_keys(further: Sequence[Further], row: int) -> list[str]:
    """Keys by which two rows meet that share a value of a column, or its words in another order."""
    told: list[Any] = [(place, one.values[row]) for place, one in enumerate(further)]
    return [f"x:{place}|{key}" for place, value in told if (key := whole_name_key(value) or _plain(value))]


def _plain(value: str) -> str:
    return " ".join(value.lower().split())
