"""Pages of the way home."""
