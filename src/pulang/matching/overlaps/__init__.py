"""Comparing a list with a partner's list by blinded words: neither is handed over (docs/decisions/0011)."""
