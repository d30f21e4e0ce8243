"""The comparison itself: words of a row, blinded sets, what travels. Pure but for randomness."""

from pulang.matching.overlaps.rules.sets import (
    MOST_ROWS,
    Owners,
    blinded_set,
    doubled,
    found_rows,
    padded,
    parts_of,
    slots_in,
)
from pulang.matching.overlaps.rules.words import SLOTS, words_of

__all__ = [
    "MOST_ROWS",
    "SLOTS",
    "Owners",
    "blinded_set",
    "doubled",
    "found_rows",
    "padded",
    "parts_of",
    "slots_in",
    "words_of",
]
