"""Pages of linkage for an analyst: how a run goes on and what it found; weights that were learnt, and accepting."""
