"""Pairs of records that may be one person, and what officers judged of them."""
