"""Writes: finding pairs, judging them, taking a judgement back."""

from pulang.matching.pairs.actions.judge import judge_pair, take_back
from pulang.matching.pairs.actions.look import keep_found_pairs, look_at_everybody, look_for_pairs

__all__ = ["judge_pair", "keep_found_pairs", "look_at_everybody", "look_for_pairs", "take_back"]
