"""The machine-readable zone of a passport (TD3): ICAO Doc 9303 parts 3 and 4."""

import re
from dataclasses import dataclass
from datetime import date

from pulang.lib.documents.check_digit import as_digits, check_digit, readings
from pulang.lib.errors import Invalid
from pulang.lib.notes import Note, note
from pulang.lib.partial_date import PartialDate

LINE_LENGTH = 44
_CHARACTERS = re.compile(r"[A-Z0-9<]*")
_TYPED = str.maketrans({"«": "<<", "‹": "<", "〈": "<", "＜": "<", "≪": "<<", " ": "", "\u00a0": "", "\t": ""})
_EXPIRY_YEARS_AHEAD = 20
_NUMERIC_FIELDS = frozenset({"birth_date", "expiry_date"})


@dataclass(frozen=True, slots=True)
class Mrz:
    """A zone that was read. How Indonesian passports split a name is not settled: compare ``name_words``.

    ``failed`` names the check digits that do not fit, of ``number``, ``birth_date``, ``expiry_date``,
    ``personal_number``, ``composite``. ``suggestions`` are notes ``mrz_suggestion`` (part, read, suggested);
    nothing suggested has been applied. A date that cannot be read is ``None``. ``sex`` is F, M or X.
    """

    document_type: str
    issuer: str
    primary: str
    secondary: str
    number: str
    nationality: str
    birth_date: PartialDate | None
    sex: str
    expiry_date: date | None
    personal_number: str
    failed: tuple[str, ...] = ()
    suggestions: tuple[Note, ...] = ()

    @property
    def name_words(self) -> tuple[str, ...]:
        """Every word of the name, given words first; a bag, the order is weak evidence."""
        return tuple(self.secondary.split() + self.primary.split())


def parse_td3(text: str, *, today: date, field: str = "mrz") -> Mrz:
    """Read the two lines of a passport's zone as typed or scanned.

    Spaces, lower case and « for << are accepted; fillers missing or too many at the end of line 1 are mended.
    Raises ``Invalid`` on ``field``: ``mrz_lines`` (found), ``mrz_characters`` (line), ``mrz_length``
    (line, length), ``mrz_not_passport``.
    """
    upper, lower = _two_lines(text, field)
    if upper[0] != "P":
        raise Invalid(field, "mrz_not_passport", document_type=upper[:2].strip("<"))
    primary, _, secondary = upper[5:].rstrip("<").partition("<<")
    failed, suggestions = _check(lower)
    return Mrz(
        document_type=upper[:2].strip("<"),
        issuer=upper[2:5].strip("<"),
        primary=_words(primary),
        secondary=_words(secondary),
        number=lower[:9].strip("<"),
        nationality=lower[10:13].strip("<"),
        birth_date=_birth_date(lower[13:19], today),
        sex={"F": "F", "M": "M"}.get(lower[20], "X"),
        expiry_date=_expiry_date(lower[21:27], today),
        personal_number=lower[28:42].strip("<").replace("<", " "),
        failed=failed,
        suggestions=suggestions,
    )


def _two_lines(text: str, field: str) -> tuple[str, str]:
    lines = [line.translate(_TYPED).upper() for line in text.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) == 1 and len(lines[0]) == 2 * LINE_LENGTH:
        lines = [lines[0][:LINE_LENGTH], lines[0][LINE_LENGTH:]]
    if len(lines) != 2:
        raise Invalid(field, "mrz_lines", found=len(lines))
    for number, line in enumerate(lines, start=1):
        if not _CHARACTERS.fullmatch(line):
            raise Invalid(field, "mrz_characters", line=number)
    # Only the name's end is made of fillers that say nothing; line 2 cannot be mended without guessing.
    upper = lines[0].rstrip("<").ljust(LINE_LENGTH, "<")
    for number, line in enumerate((upper, lines[1]), start=1):
        if len(line) != LINE_LENGTH:
            raise Invalid(field, "mrz_length", line=number, length=len(line), expected=LINE_LENGTH)
    return upper, lines[1]


def _check(lower: str) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    composite = lower[:10] + lower[13:20] + lower[21:43]
    checked = {
        "number": (lower[:9], lower[9]),
        "birth_date": (lower[13:19], lower[19]),
        "expiry_date": (lower[21:27], lower[27]),
        "personal_number": (lower[28:42], lower[42]),
        "composite": (composite, lower[43]),
    }
    failed: list[str] = []
    suggestions: list[Note] = []
    for part, (read, digit) in checked.items():
        # The digit of an empty personal number may be the filler.
        if check_digit(read) == digit or (part == "personal_number" and not read.strip("<") and digit == "<"):
            continue
        failed.append(part)
        if part != "composite":
            expected = as_digits(digit)
            likely = [as_digits(read)] if part in _NUMERIC_FIELDS else [read, *readings(read, expected)]
            suggestions += [
                note("mrz_suggestion", part=part, read=read + digit, suggested=candidate + expected)
                for candidate in likely
                if candidate + expected != read + digit and check_digit(candidate) == expected
            ]
    return tuple(failed), tuple(suggestions)


def _words(name: str) -> str:
    return " ".join(word for word in name.split("<") if word)


def _birth_date(text: str, today: date) -> PartialDate | None:
    """Read YYMMDD; a month or day not known is ``<<``. The year is the latest that is not in the future."""
    year, month, day = text[:2], text[2:4].replace("<<", ""), text[4:].replace("<<", "")
    try:
        century = today.year // 100 * 100
        full = century + int(year) if century + int(year) <= today.year else century - 100 + int(year)
        return PartialDate(full, int(month) if month else None, int(day) if day else None)
    except (ValueError, Invalid):
        return None


def _expiry_date(text: str, today: date) -> date | None:
    try:
        year = 2000 + int(text[:2])
        year -= 100 if year > today.year + _EXPIRY_YEARS_AHEAD else 0
        return date(year, int(text[2:4]), int(text[4:]))
    except ValueError:
        return None
