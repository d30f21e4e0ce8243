"""What is left of a pair's score beside the others whom both records resemble. Pure.

A desk has one pair before it; a run that is through knows every pair. A record that resembles several others, who
do not resemble each other, is at most one of these people; and where many share the rarest key that two records
share, these two are one pair of many. Both are bits that the pair loses. Nothing is ever added.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log2

MOST_TAKEN = 4.0  # bits, by all rivals of one record: they may be third records of the same person, missed

Pair = tuple[int, int, float, int]


def beside_rivals(pairs: Iterable[Pair], *, possible: float) -> list[tuple[int, int, float]]:
    """The pairs, in the same order, with what is left of their scores.

    A pair is two records, their score in bits, and how many rows share the rarest of their keys. A rival scores
    `possible` at least: one that scores just that takes one bit, being as likely as that there is none.
    """
    pairs = list(pairs)
    alike: dict[int, dict[int, float]] = defaultdict(dict)
    for left, right, score, _ in pairs:
        if score >= possible:
            alike[left][right] = alike[right][left] = score
    found = []
    for left, right, score, sharing in pairs:
        mine, its = alike.get(left, {}), alike.get(right, {})
        lost = _taken(mine, its, right, possible) + _taken(its, mine, left, possible) + log2(max(1, sharing - 1))
        found.append((left, right, score - lost))
    return found


def _taken(mine: Mapping[int, float], its: Mapping[int, float], other: int, possible: float) -> float:
    """What is taken by those whom one record resembles and the `other` does not: the bits of their odds and 1."""
    odds = sum(2 ** (score - possible) for rival, score in mine.items() if rival != other and rival not in its)
    return min(MOST_TAKEN, log2(1 + odds))
