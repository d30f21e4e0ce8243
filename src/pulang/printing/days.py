"""Days as a paper writes them."""

from datetime import date

from babel.dates import format_date


def day_in_words(day: date, language: str) -> str:
    """``24 November 2026``, the month in the language (en, id, km), the figures Latin in all three."""
    return format_date(day, "d MMMM y", locale=language)
