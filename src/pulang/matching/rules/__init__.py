"""Keys, score and claims of two descriptions of a person: pure, no database, no Django."""

from pulang.matching.rules.choosing import match_lists
from pulang.matching.rules.claims import Claim, Comparison
from pulang.matching.rules.evidence import Evidence, Record, prepare
from pulang.matching.rules.keys import keys_of
from pulang.matching.rules.score import compare
from pulang.matching.rules.weights import WEAK, Weights, weights, weights_for

__all__ = [
    "WEAK",
    "Claim",
    "Comparison",
    "Evidence",
    "Record",
    "Weights",
    "compare",
    "keys_of",
    "match_lists",
    "prepare",
    "weights",
    "weights_for",
]
