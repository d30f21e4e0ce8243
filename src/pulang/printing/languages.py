"""Names of languages as a paper writes them."""

from babel import Locale


def language_in_words(code: str, language: str) -> str:
    """The name of the language ``code`` (ISO 639) in en, id or km; a code that has none stays a code."""
    return str(Locale.parse(language).languages.get(code, code))
