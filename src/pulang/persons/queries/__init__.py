"""Reads of the register. Every look leaves its word in the audit."""

from pulang.persons.queries.person import PersonView, Summary, person_for, summaries
from pulang.persons.queries.screening import Known, known_already
from pulang.persons.queries.search import Claim, Elsewhere, Found, Match, find_persons

__all__ = [
    "Claim",
    "Elsewhere",
    "Found",
    "Known",
    "Match",
    "PersonView",
    "Summary",
    "find_persons",
    "known_already",
    "person_for",
    "summaries",
]
