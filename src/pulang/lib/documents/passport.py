"""Passport numbers and expiry. Patterns of Indonesian numbers are weak evidence: they warn, never refuse."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from pulang.lib.errors import Invalid
from pulang.lib.notes import Note, note
from pulang.lib.text import ascii_digits

_MAX_LENGTH = 20
_SEPARATORS = re.compile(r"[\s.\-–/<\u200b]+")
_INDONESIAN = re.compile(r"[A-Z]\d{6,7}")
_INDONESIAN_RARE = re.compile(r"[A-Z]{2}\d{6,7}")
SOON = timedelta(days=183)
"""Most borders ask for six months of validity."""


@dataclass(frozen=True, slots=True)
class PassportNumber:
    """A number in capitals without spaces.

    Warnings: ``passport_pattern_rare`` and ``passport_pattern_unknown`` (country).
    """

    number: str
    warnings: tuple[Note, ...] = ()


def parse_passport_number(
    raw: str, *, country: str | None = None, field: str = "passport_number"
) -> PassportNumber:
    """Read a passport number as typed; ``country`` is the issuer's ISO 3166-1 alpha-3 code.

    Raises ``Invalid`` on ``field``: ``passport_empty``, ``passport_characters``, ``passport_length``.
    """
    number = _SEPARATORS.sub("", ascii_digits(unicodedata.normalize("NFKC", raw))).upper()
    if not number:
        raise Invalid(field, "passport_empty")
    if not (number.isascii() and number.isalnum()):
        raise Invalid(field, "passport_characters")
    if len(number) > _MAX_LENGTH:
        raise Invalid(field, "passport_length", length=len(number), max_length=_MAX_LENGTH)
    if country != "IDN" or _INDONESIAN.fullmatch(number):
        return PassportNumber(number)
    code = "passport_pattern_rare" if _INDONESIAN_RARE.fullmatch(number) else "passport_pattern_unknown"
    return PassportNumber(number, (note(code, country=country),))


def check_expiry(expires: date, *, on: date) -> Note | None:
    """Say whether a paper has expired on a day (``paper_expired``) or will within six months."""
    if expires < on:
        return note("paper_expired", expires=expires.isoformat())
    if expires < on + SOON:
        return note("paper_expires_soon", expires=expires.isoformat())
    return None
