"""Free text as people type or paste it: cleaned once at the door, and its script named."""

import unicodedata
from enum import StrEnum

from pulang.lib.errors import Invalid

# Marks that turn the direction of text: they can make a name read as another one on the screen.
_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Khmer separates words with a zero-width space and shapes with joiners: these stay.
_KEPT_FORMATS = frozenset("\u200b\u200c\u200d")


class Script(StrEnum):
    """The script a text is written in, by its letters."""

    LATIN = "latin"
    KHMER = "khmer"
    MIXED = "mixed"
    OTHER = "other"
    NONE = "none"


def clean_text(raw: str, *, field: str, max_length: int, multiline: bool = False) -> str:
    """Return ``raw`` in NFC without control characters and direction marks, spaces at the ends gone.

    One line unless ``multiline``: line breaks and runs of spaces become one space. ``max_length`` counts code
    points. Raises ``Invalid`` on ``field``: ``text_not_unicode`` or ``text_too_long``.
    """
    if any("\ud800" <= character <= "\udfff" for character in raw):
        raise Invalid(field, "text_not_unicode")
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(character for character in text if _is_kept(character))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    text = "\n".join(lines).strip() if multiline else " ".join(text.split())
    if len(text) > max_length:
        raise Invalid(field, "text_too_long", length=len(text), max_length=max_length)
    return text


def script_of(text: str) -> Script:
    """Name the script of the letters in ``text``; digits, spaces and signs do not count."""
    if text.isascii():
        return Script.LATIN if any(character.isalpha() for character in text) else Script.NONE
    found = {_letter_script(character) for character in text if unicodedata.category(character)[0] == "L"}
    if not found:
        return Script.NONE
    return found.pop() if len(found) == 1 else Script.MIXED


def ascii_digits(text: str) -> str:
    """Return ``text`` with every decimal digit (Khmer, Arabic, full width …) as 0–9."""
    if text.isascii():
        return text
    return "".join(
        str(value) if (value := unicodedata.decimal(character, None)) is not None else character
        for character in text
    )


def _is_kept(character: str) -> bool:
    if character in "\n\t" or character in _KEPT_FORMATS:
        return True
    return character not in _DIRECTION_MARKS and unicodedata.category(character) not in {
        "Cc",
        "Cf",
        "Co",
        "Cn",
    }


def _letter_script(character: str) -> Script:
    if "\u1780" <= character <= "\u17ff":
        return Script.KHMER
    return (
        Script.LATIN if unicodedata.name(character, "").startswith(("LATIN", "FULLWIDTH LATIN")) else Script.OTHER
    )
