"""The question of non-punishment: what she was made to do, what was done to her for it, and what is recommended."""
