"""Writes: finding pairs, judging them, taking a judgement back."""

from pulang.matching.pairs.actions.judge import judge_pair, take_back
from pulang.matching.pairs.actions.look import look_at_everybody, look_for_pairs

__all__ = ["judge_pair", "look_at_everybody", "look_for_pairs", "take_back"]
