"""Version 1 of the API: one router a domain."""

from pulang.api.base import api
from pulang.api.v1 import me
from pulang.api.v1.cases import (
    case_parts,
    cases,
    decisions,
    interviews,
    lists,
    nonpunishment,
    papers,
    reports,
    suspects,
)
from pulang.api.v1.exchange import copies, inquiries, links, messages, summaries
from pulang.api.v1.home import care, flights, houses, operations, plan, referrals, steplists, steps, together
from pulang.api.v1.persons import matching, merges, overlaps, pairs, persons

__all__ = ["api"]

api.add_router("/me", me.router)
api.add_router("/reports", reports.router)
api.add_router("/cases", cases.router)
api.add_router("/cases", case_parts.router)
api.add_router("/cases", decisions.router)
api.add_router("", steps.router)
api.add_router("/step-lists", steplists.router)
api.add_router("", messages.router)
api.add_router("", copies.router)
api.add_router("", inquiries.router)
api.add_router("", interviews.router)
api.add_router("", summaries.router)
api.add_router("", links.router)
api.add_router("", nonpunishment.router)
api.add_router("", suspects.router)
api.add_router("", papers.router)
api.add_router("", overlaps.router)
api.add_router("", pairs.router)
api.add_router("", merges.router)
api.add_router("/lists", lists.router)
api.add_router("/match", matching.router)
for part in (care, referrals, plan, houses):
    api.add_router("", part.router)
api.add_router("/operations", operations.router)
api.add_router("/operations", together.router)
api.add_router("/operations", flights.router)
api.add_router("/persons", persons.router)
