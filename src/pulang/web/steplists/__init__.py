"""Pages on which an administrator changes the way home."""
