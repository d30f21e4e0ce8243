"""Asking a partner whether it knows a person, and being asked: what is said of her is chosen, never handed over."""
