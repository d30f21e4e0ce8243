"""Keeping the index."""

from pulang.matching.actions.rebuild import rebuild

__all__ = ["rebuild"]
