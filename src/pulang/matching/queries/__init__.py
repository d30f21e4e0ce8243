"""Looking people up. Every look leaves its word in the audit; counts, never names."""

from pulang.matching.queries.search import Elsewhere, Found, Match, find_persons, match_people

__all__ = ["Elsewhere", "Found", "Match", "find_persons", "match_people"]
