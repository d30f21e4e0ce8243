"""Copies of what is shared: who holds one, correcting it, taking it back, proposing a change."""
