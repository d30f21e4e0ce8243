"""The two questions of a script: how alike are two names, and are two descriptions one person? Pure."""

from datetime import date

from pulang.matching.rules.claims import Comparison
from pulang.matching.rules.evidence import Evidence, names_of, prepare
from pulang.matching.rules.names import likeness_of_names
from pulang.matching.rules.score import compare
from pulang.matching.rules.weights import weights, weights_for


def alike(left: str, right: str) -> float:
    """How alike two names are, from 0 to 1: 0.75 and more are mostly one name. Symmetric, free of order."""
    return likeness_of_names(names_of(left), names_of(right), weights())


def compare_people(left: Evidence, right: Evidence, *, today: date, among: int = 0) -> Comparison:
    """Compare two descriptions: the claims with their bits, their sum, and a band for a register of `among` people.

    `today` settles the century of a NIK; without `among` the bands are those of a small register. Never fails: what
    cannot be read says nothing.
    """
    one, other = (prepare(evidence, today=today) for evidence in (left, right))
    return compare(one, other, weights_for(among))
