"""Papers of operations: each a template below ``data/papers`` and a function that gathers what stands in it."""

from pulang.operations.papers.parts import Paper
from pulang.operations.papers.slips import slips_for

__all__ = ["Paper", "slips_for"]
