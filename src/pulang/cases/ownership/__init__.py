"""Copies of a case on other nodes: who holds one, correcting it, taking it back, and what a holder proposes."""
