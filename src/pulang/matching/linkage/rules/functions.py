"""What SQL cannot say: functions that an engine calls for a pair of values, made of the desk's own comparing."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from pulang.matching.linkage.rules.rows import BETWEEN
from pulang.matching.rules import Weights
from pulang.matching.rules.names import compare_names
from pulang.matching.rules.numbers import likeness_of_numbers
from pulang.matching.rules.packing import unpack
from pulang.matching.rules.score import differing, near_nik
from pulang.matching.rules.words import likeness, one_letter_apart

FAR = 9


def name_bits(left: str, right: str, kin: float, model: Weights) -> float:
    """What two packed names weigh. `kin`: what relatives have in common too, which names that differ take back."""
    claims = compare_names(unpack(left), unpack(right), model)
    return float(sum([claim[1] for claim in claims]) - differing(claims, model) * kin)


@lru_cache(maxsize=100_000)
def edits(left: str, right: str) -> int:
    """The fewest edits between any two numbers of both sides, FAR where more than two."""
    pairs = ((a, b) for a in left.split(BETWEEN) for b in right.split(BETWEEN))
    fewest = min(OSA.distance(a, b, score_cutoff=2) for a, b in pairs)
    return fewest if fewest <= 2 else FAR


@lru_cache(maxsize=100_000)
def nik_near(left: str, right: str) -> bool:
    """Whether two NIKs, or any of several, may be those of relatives."""
    found = likeness_of_numbers(tuple(left.split(BETWEEN)), tuple(right.split(BETWEEN)), edits=2)
    return near_nik(found)


@lru_cache(maxsize=100_000)
def places_alike(left: str, right: str) -> bool:
    """Whether two birthplaces share a word but for one letter."""
    a, b = left.split(), right.split()
    return any(x == y or one_letter_apart(x, y) for x in a for y in b)


@lru_cache(maxsize=500_000)
def word_level(left: str, right: str) -> str:
    """The level on which two packed words are alike, "" where they are not."""
    (a,), (b,) = unpack(left)[0].words, unpack(right)[0].words
    return likeness(a, b)
