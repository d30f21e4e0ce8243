"""Whom to compare: the rarest keys first, the very common ones never alone; and two lists matched in memory."""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pulang.matching.rules.claims import Comparison
from pulang.matching.rules.evidence import Record
from pulang.matching.rules.keys import keys_of
from pulang.matching.rules.score import compare
from pulang.matching.rules.weights import weights_for

COMMON = 400  # a key that more people share says too little alone
MOST = 40  # people who are compared
FAINT = 7  # who shares less than one part in so many of what the best one shares is not compared
FIRST = 16  # who are compared before anybody else is

#: How much of the rarity of a shared key counts, in thousandths, by its kind: kinds tell of one another, two words
#: that agree are told five times. Fitted so that the true person stands first among those who share keys with 3,000
#: queries of the training split in a million (conditional logit); 40 people so hold as many true ones as 60 by
#: plain rarity.
COUNTS = {
    "w": 500, "p": 50, "x": 50, "s": 400, "q": 50, "r": 200, "y": 500, "z": 400, "v": 300, "m": 650, "d": 900,
    "n": 500, "f": 400, "b": 300,
}  # fmt: skip


def near(weights: Sequence[int]) -> int:
    """How many, the best first, share at least half as much as the best."""
    return bisect_right(weights, -weights[0] / 2, key=lambda weight: -weight) if weights else 0


def choose(hits: Iterable[tuple[str, Sequence[int]]]) -> list[int]:
    """Of the people that share keys (for each its kind and who has it) those with the rarest and the most."""
    weights: dict[int, int] = defaultdict(int)
    for kind, found in hits:
        if 0 < len(found) <= COMMON:
            counted = round(COUNTS[kind] * math.log2(2 * COMMON / len(found)))
            for one in found:
                weights[one] += counted
    best = max(weights.values(), default=0)
    clear = [one for one, weight in weights.items() if weight * FAINT >= best]
    return sorted(clear, key=lambda one: (-weights[one], one))[:MOST]


def match_lists(left: Sequence[Record], right: Sequence[Record]) -> Iterator[list[tuple[int, Comparison]]]:
    """For each record of `left` the places in `right` that it was compared with, the likeliest first."""
    index: dict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(right):
        for key in keys_of(record):
            index[key].append(place)
    model = weights_for(len(right))
    for record in left:
        chosen = choose((key[0], index.get(key, ())) for key in keys_of(record, asked=True))
        compared = [(place, compare(record, right[place], model)) for place in chosen]
        yield sorted(compared, key=lambda one: (-one[1].score, one[0]))
