"""Asking to compare, accepting, declining; and the job that does the arithmetic."""

from pulang.matching.overlaps.actions.decide import accept_overlap, ask_overlap, decline_overlap
from pulang.matching.overlaps.actions.proceed import proceed

__all__ = ["accept_overlap", "ask_overlap", "decline_overlap", "proceed"]
