"""From what Splink learnt, and from what officers judged, to a file of weights. Never far from the shipped ones."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from math import log2
from typing import Any

import yaml

from pulang.matching.rules.weights import DATA

MOST_CHANGE = 3.0  # bits that a weight may move
SEEN = 50.0  # judged pairs that weigh as much as the shipped weight
_FOR = {"birth_date": ("equal",), "birth_place": ("equal", "like"), "sex": ("equal",)}
_AGAINST = {"birth_date": ("differs",), "birth_place": ("differs",), "sex": ("differs",)}
#: How often each level of a number is taken to stand between two records of one person, before anybody judged.
NUMBERS = {
    "nik": {"equal": 0.80, "one_digit": 0.09, "two_digits": 0.03, "differs": 0.08},
    "paper": {"equal": 0.55, "one_digit": 0.08, "differs": 0.37},
    "phone": {"equal": 0.50, "one_digit": 0.06, "differs": 0.44},
}


def learnt_weights(
    chances: Mapping[str, Mapping[str, tuple[float, float]]],
    judged: Mapping[str, Mapping[str, int]],
    *,
    version: int,
    made: date,
) -> str:
    """The text of a file of weights.

    `chances` are of `engines.learning`; `judged` counts the levels of each number in pairs that were judged to
    be one person. The words' rarities and the bands stay: keys and the size of the register hold those.
    """
    table = deepcopy(_shipped())
    table["version"] = version
    table["source"] = f"Learnt from this node's register on {made.isoformat()}."
    fields = table["fields"]
    for field, name in (("birth_date", "birth_date"), ("birth_place", "place"), ("sex", "sex")):
        for level, (same, chance) in chances.get(name, {}).items():
            if level in fields[field]:
                fields[field][level] = _moved(field, level, fields[field][level], log2(same / chance))
    for level, bits in _words(chances).items():
        fields["word"][level] = _within(fields["word"][level], bits)
    for field in ("word", "birth_date"):  # nothing speaks more for one person than what is equal
        fields[field] = {level: min(bits, fields[field]["equal"]) for level, bits in fields[field].items()}
    for field, counts in judged.items():
        for level in fields[field]:
            fields[field][level] = _of_numbers(field, level, fields[field][level], counts)
    return str(yaml.safe_dump(table, sort_keys=False, allow_unicode=True))


def changes(text: str) -> list[dict[str, Any]]:
    """Each weight of a file beside the shipped one."""
    new, old = yaml.safe_load(text)["fields"], _shipped()["fields"]
    return [
        {"field": field, "level": level, "shipped": old[field][level], "learnt": new[field][level]}
        for field in new
        if field != "relatives"  # shares, not bits, and not learnt
        for level in new[field]
    ]


def _words(chances: Mapping[str, Mapping[str, tuple[float, float]]]) -> dict[str, float]:
    """A word weighs its rarity and the number of its level: how often one person's words come so, less how many

    strangers' words come so for one that is equal.
    """
    found: dict[str, list[float]] = {}
    for name in ("word_1", "word_2"):
        levels = chances.get(name, {})
        if "equal" in levels:
            alike = 1 - levels["differs"][0] if "differs" in levels else 1.0
            for level, (same, chance) in levels.items():
                if level != "differs":
                    bits = log2(same / max(alike, 0.01)) - log2(chance / levels["equal"][1])
                    found.setdefault(level, []).append(bits)
    return {level: sum(bits) / len(bits) for level, bits in found.items()}


def _of_numbers(field: str, level: str, shipped: float, counts: Mapping[str, int]) -> float:
    taken, total = NUMBERS[field][level], sum(counts.values())
    share = (counts.get(level, 0) + SEEN * taken) / (total + SEEN)
    return _moved(field, level, shipped, shipped + log2(share / taken))


def _moved(field: str, level: str, shipped: float, bits: float) -> float:
    new = _within(shipped, bits)
    numbers = field in NUMBERS
    if level in _FOR.get(field, ()) or (numbers and level != "differs"):
        return max(0.0, new)
    if level in _AGAINST.get(field, ()) or (numbers and level == "differs"):
        return min(0.0, new)
    return new


def _within(shipped: float, bits: float) -> float:
    return round(max(shipped - MOST_CHANGE, min(shipped + MOST_CHANGE, bits)), 2)


def _shipped() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load((DATA / "weights.yaml").read_text("utf-8"))
    return table
