"""Version 1 of the API: one router a domain."""

from pulang.api.base import api
from pulang.api.v1 import (
    care,
    case_parts,
    cases,
    copies,
    decisions,
    flights,
    inquiries,
    interviews,
    links,
    lists,
    matching,
    me,
    merges,
    messages,
    nonpunishment,
    operations,
    overlaps,
    pairs,
    papers,
    persons,
    reports,
    steplists,
    steps,
    summaries,
    suspects,
    together,
)

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
api.add_router("", care.router)
api.add_router("/operations", operations.router)
api.add_router("/operations", together.router)
api.add_router("/operations", flights.router)
api.add_router("/persons", persons.router)
