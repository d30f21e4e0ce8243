"""Keeping the index; and the weights that people are compared by."""

from pulang.matching.actions.rebuild import rebuild
from pulang.matching.actions.weights import accept_weights, keep_weights, set_weights_aside

__all__ = ["accept_weights", "keep_weights", "rebuild", "set_weights_aside"]
