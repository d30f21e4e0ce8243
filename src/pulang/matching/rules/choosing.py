"""Whom to compare: the rarest keys first, the very common ones never alone; and two lists matched in memory."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pulang.matching.rules.claims import Comparison
from pulang.matching.rules.evidence import Record
from pulang.matching.rules.keys import keys_of
from pulang.matching.rules.score import compare
from pulang.matching.rules.weights import weights_for

COMMON = 400  # a key that more people share says too little alone
MOST = 60  # people who are compared
FIRST = 16  # who are compared before anybody else is


def choose(hits: Iterable[Sequence[int]]) -> list[int]:
    """Of the people that share keys (a list for each key) those with the rarest and the most; at most MOST."""
    weights = _shared(hits)
    return sorted(weights, key=lambda one: (-weights[one], one))[:MOST]


def in_turn(hits: Sequence[Sequence[int]]) -> tuple[list[int], list[int], list[int]]:
    """Whom `choose` chooses, in three: the first, those who share at least half as much as the best, the others.

    Where somebody of the first is likely the same, the others need not be opened.
    """
    weights = _shared(hits)
    chosen = sorted(weights, key=lambda one: (-weights[one], one))[:MOST]
    enough = weights[chosen[0]] / 2 if chosen else 0.0
    near = next((place for place, one in enumerate(chosen) if weights[one] < enough), len(chosen))
    return chosen[:FIRST], chosen[FIRST:near], chosen[max(FIRST, near) :]


def _shared(hits: Iterable[Sequence[int]]) -> dict[int, float]:
    """For each person the rarity of the keys that she shares."""
    weights: dict[int, float] = defaultdict(float)
    for found in hits:
        if 0 < len(found) <= COMMON:
            rarity = math.log2(2 * COMMON / len(found))
            for one in found:
                weights[one] += rarity
    return weights


def match_lists(left: Sequence[Record], right: Sequence[Record]) -> Iterator[list[tuple[int, Comparison]]]:
    """For each record of `left` the places in `right` that it was compared with, the likeliest first."""
    index: dict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(right):
        for key in keys_of(record):
            index[key].append(place)
    model = weights_for(len(right))
    for record in left:
        chosen = choose(index.get(key, ()) for key in keys_of(record, asked=True))
        compared = [(place, compare(record, right[place], model)) for place in chosen]
        yield sorted(compared, key=lambda one: (-one[1].score, one[0]))
