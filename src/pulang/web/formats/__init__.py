"""Dates as people of both countries read them: the day first, the month as a word, 24 hours."""
