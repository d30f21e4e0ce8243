"""The words of the ledger and how its lines are summed: never one currency with another. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

KINDS = ("ticket", "fine", "shelter", "health", "other")
PAYERS = ("self", "family", "state", "organisation", "airline")

Line = tuple[str, str, Decimal]  # kind, currency, amount


def totals(lines: Iterable[Line]) -> Mapping[str, Mapping[str, Decimal]]:
    """Sums by currency, and in it by kind with "total" for all."""
    sums: dict[str, dict[str, Decimal]] = {}
    for kind, currency, amount in lines:
        own = sums.setdefault(currency, {"total": Decimal(0)})
        own[kind] = own.get(kind, Decimal(0)) + amount
        own["total"] += amount
    return sums
