"""Writes of a run, each in a short transaction of its own."""

from pulang.matching.linkage.actions.runs import begin_run, end_run, hand_over_some, keep_part, note_compared

__all__ = ["begin_run", "end_run", "hand_over_some", "keep_part", "note_compared"]
