"""Keys, score and claims of two descriptions of a person: pure, no database, no Django."""

from pulang.matching.rules.choosing import match_lists
from pulang.matching.rules.claims import Claim, Comparison
from pulang.matching.rules.evidence import Evidence, Name, Record, names_of, prepare
from pulang.matching.rules.keys import keys_of
from pulang.matching.rules.names import likeness_of_names
from pulang.matching.rules.score import compare
from pulang.matching.rules.simple import alike, compare_people
from pulang.matching.rules.weights import WEAK, Weights, weights, weights_for

__all__ = [
    "WEAK",
    "Claim",
    "Comparison",
    "Evidence",
    "Name",
    "Record",
    "Weights",
    "alike",
    "compare",
    "compare_people",
    "keys_of",
    "likeness_of_names",
    "match_lists",
    "names_of",
    "prepare",
    "weights",
    "weights_for",
]
