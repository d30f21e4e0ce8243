"""Writing a passport's machine-readable zone: for forms, for training material and for tests."""

import re
import unicodedata
from datetime import date

from pulang.lib.documents.check_digit import check_digit
from pulang.lib.errors import Invalid
from pulang.lib.partial_date import PartialDate

_NAME_LENGTH = 39
_DROPPED = re.compile(r"['’‘`.,]")


def build_td3(
    *,
    primary: str,
    secondary: str = "",
    issuer: str,
    number: str,
    nationality: str,
    birth_date: PartialDate,
    sex: str,
    expiry_date: date,
    personal_number: str = "",
) -> tuple[str, str]:
    """Return the two lines of 44 characters. ``sex`` is F, M or X; country codes are alpha-3.

    A name too long is cut so that something of the secondary part stays. Raises ``Invalid`` when a part does
    not fit its place (``mrz_part_too_long``) or a name has no Latin letter (``mrz_name_empty``).
    """
    upper = f"P<{_fit(issuer, 3, 'issuer')}{_name_field(primary, secondary)}"
    born = f"{birth_date.year % 100:02d}" + "".join(
        "<<" if part is None else f"{part:02d}" for part in (birth_date.month, birth_date.day)
    )
    number_part = _fit(number, 9, "number")
    number_part += check_digit(number_part)
    born += check_digit(born)
    expires = expiry_date.strftime("%y%m%d")
    expires += check_digit(expires)
    personal = _fit(personal_number, 14, "personal_number")
    personal += "<" if not personal_number else check_digit(personal)
    lower = f"{number_part}{_fit(nationality, 3, 'nationality')}{born}{sex if sex in ('F', 'M') else '<'}"
    lower += expires + personal
    return upper, lower + check_digit(number_part + born + expires + personal)


def _name_field(primary: str, secondary: str) -> str:
    first, second = _transliterate(primary), _transliterate(secondary)
    if not first:
        raise Invalid("primary", "mrz_name_empty")
    if second:
        first = first[: _NAME_LENGTH - 3].rstrip("<")  # two fillers and one letter of the secondary part
    return (f"{first}<<{second}" if second else first)[:_NAME_LENGTH].ljust(_NAME_LENGTH, "<")


def _transliterate(text: str) -> str:
    plain = unicodedata.normalize("NFKD", _DROPPED.sub("", text)).encode("ascii", "ignore").decode().upper()
    return "<".join(re.findall(r"[A-Z]+", plain))


def _fit(text: str, length: int, field: str) -> str:
    plain = re.sub(r"[^A-Z0-9<]", "", text.upper().replace(" ", "<"))
    if len(plain) > length:
        raise Invalid(field, "mrz_part_too_long", length=len(plain), max_length=length)
    return plain.ljust(length, "<")
