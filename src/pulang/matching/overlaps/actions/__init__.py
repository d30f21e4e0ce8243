"""Asking to compare, accepting, declining; the job that does the arithmetic, and the one that ends what is late."""

from pulang.matching.overlaps.actions.decide import accept_overlap, ask_overlap, decline_overlap
from pulang.matching.overlaps.actions.expire import expire_overlap
from pulang.matching.overlaps.actions.proceed import proceed

__all__ = ["accept_overlap", "ask_overlap", "decline_overlap", "expire_overlap", "proceed"]
