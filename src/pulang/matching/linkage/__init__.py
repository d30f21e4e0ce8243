"""Linkage: the whole register, or lists, compared at once by Splink with the keys and weights of the look-up."""
