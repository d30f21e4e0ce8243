"""Reads: the queue of pairs, and one pair with both records."""

from pulang.matching.pairs.queries.pair import JudgementView, PairView, pair_for
from pulang.matching.pairs.queries.queue import PairQueue, PairRow, Stranger, count_pairs, pairs_for

__all__ = [
    "JudgementView",
    "PairQueue",
    "PairRow",
    "PairView",
    "Stranger",
    "count_pairs",
    "pair_for",
    "pairs_for",
]
