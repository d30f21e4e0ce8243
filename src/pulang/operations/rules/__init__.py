"""Rules of operations: what is counted. Pure."""

from pulang.operations.rules.milestones import Milestone, milestones

__all__ = ["Milestone", "milestones"]
