"""What can be expected of scores: how many pairs are one person, and the precision above a threshold. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from math import comb, log2

_ROUNDS = 100


def prior_bits(scores: Sequence[float], people: int) -> float:
    """The bits that a pair of the register has against it before anything is compared.

    The share of pairs that are one person is estimated from the scores themselves, round by round; one such pair is
    taken to be there at least.
    """
    pairs, same = max(1, comb(people, 2)), max(1.0, people / 100)
    for _ in range(_ROUNDS):
        before, odds = same, same / pairs
        same = max(1.0, sum(chance(score, -log2(odds)) for score in scores))
        if abs(same - before) < 0.01:
            break
    return -log2(min(1.0, same / pairs))


def chance(score: float, against: float) -> float:
    """How likely a pair of this score is one person."""
    bits = max(-60.0, min(60.0, score - against))
    return float(1 / (1 + 2.0**-bits))


def steps(scores: Sequence[float], people: int, *, width: int = 2) -> list[dict[str, float]]:
    """For each step of the score from below: its pairs, those from it up, and how many of them are one person."""
    against = prior_bits(scores, people)
    ordered = sorted(scores)
    if not ordered:
        return []
    edges = range(int(ordered[0] // width) * width, int(ordered[-1] // width) * width + 2 * width, width)
    found = []
    for low, high in pairwise(edges):
        above = [score for score in ordered if score >= low]
        likely = sum(chance(score, against) for score in above)
        found.append({
            "from": low,
            "pairs": sum(low <= score < high for score in ordered),
            "above": len(above),
            "expected": round(likely, 1),
            "precision": round(likely / len(above), 4) if above else 1.0,
        })  # fmt: skip
    return found
