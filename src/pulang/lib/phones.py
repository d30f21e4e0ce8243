"""Telephone numbers as people write them, brought to E.164 where that is possible."""

from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException

from pulang.lib.notes import Note, note
from pulang.lib.text import ascii_digits, clean_text

_MAX_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as given and, when it could be read, in E.164. ``region`` is the alpha-2 country or "".

    Warnings: ``phone_unreadable``, ``phone_impossible_length``, ``phone_not_in_use`` (no such range).
    """

    raw: str
    e164: str | None
    region: str = ""
    warnings: tuple[Note, ...] = ()


def parse_phone(raw: str, *, region: str = "ID", field: str = "phone") -> Phone:
    """Read a number; without a country code it is taken as one of ``region`` (alpha-2, ``ID`` or ``KH``).

    Never refuses what a person wrote, only what is no text or too long (``Invalid`` on ``field``).
    """
    text = clean_text(raw, field=field, max_length=_MAX_LENGTH)
    try:
        number = phonenumbers.parse(_with_plus(ascii_digits(text), region), region)
    except NumberParseException:
        return Phone(text, None, "", (note("phone_unreadable"),))
    if not phonenumbers.is_possible_number(number):
        return Phone(text, None, "", (note("phone_impossible_length"),))
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(number):
        return Phone(text, e164, "", (note("phone_not_in_use"),))
    return Phone(text, e164, phonenumbers.region_code_for_number(number) or "")


def _with_plus(text: str, region: str) -> str:
    """Add the plus that chats drop: ``62812…`` of an Indonesian is meant as ``+62812…``."""
    code = str(phonenumbers.country_code_for_region(region))
    figures = "".join(character for character in text if character.isdigit())
    return f"+{figures}" if text.lstrip()[:1].isdigit() and figures.startswith(code) and len(figures) > 9 else text
