"""The two lines at the foot of a passport among all lines that were seen in a photo. Pure.

A reader of characters miscounts fillers and takes 0 for O: the line is mended where a check digit then fits. Which
digits still do not fit is said, and nothing is taken without a person.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pulang.lib.countries import alpha3_codes
from pulang.lib.documents.mrz import LINE_LENGTH, Mrz, parse_td3
from pulang.lib.documents.nik import parse_nik
from pulang.lib.errors import Invalid

SHORTEST = 28  # characters of a line that may be one of the zone
SURE = 0.9  # the reader's own word for a NIK, which has no check digit
_KEPT = re.compile(r"[^A-Z0-9<]")
_LOOKS = str.maketrans({"«": "<", "‹": "<", "〈": "<", "＜": "<", "≪": "<", "(": "<", "[": "<", "{": "<", "£": "<"})
_DIGITS = str.maketrans("OQDILZSBG", "000112586")
_LETTERS = str.maketrans("0125 8", "OIZS B")
#: Places of line 2 that are figures, and that are letters.
_FIGURES = (9, *range(13, 20), *range(21, 28), 43)
_WORDS = (10, 11, 12)
_RUN = re.compile(r"<+")


@dataclass(frozen=True)
class SeenLine:
    """A line as it was seen, and how sure the reader is of it, from 0 to 1."""

    text: str
    sure: float


@dataclass(frozen=True)
class SeenPaper:
    """What was found in a photo: a passport's zone, or a NIK. `sure` is the reader's word of the worse line.

    `proven`: every check digit fits. Which do not stands in `zone.failed`.
    """

    lines: tuple[str, str] | None
    zone: Mrz | None
    nik: str
    sure: float

    @property
    def proven(self) -> bool:
        return self.zone is not None and not self.zone.failed


def find_paper(seen: Sequence[SeenLine], *, today: date) -> SeenPaper | None:
    """The passport's zone with the fewest check digits that do not fit, else a NIK, else None."""
    cleaned = [SeenLine(_clean(line.text), line.sure) for line in seen]
    long = [line for line in cleaned if len(line.text) >= SHORTEST]
    best: SeenPaper | None = None
    for upper in (line for line in long if line.text[0] == "P" and "<<" in line.text):
        for lower in (line for line in long if line is not upper):
            found = _zone_of(upper, lower, today)
            if found is not None and (best is None or _failed(found) < _failed(best)):
                best = found
    return best or _nik(seen, today)


def _clean(text: str) -> str:
    return _KEPT.sub("", text.upper().translate(_LOOKS))


def _failed(paper: SeenPaper) -> int:
    return len(paper.zone.failed) if paper.zone else 9


def _zone_of(upper: SeenLine, lower: SeenLine, today: date) -> SeenPaper | None:
    first = _name_line(upper.text)
    issuer = first[2:5]
    best: SeenPaper | None = None
    for second in _candidates(lower.text):
        if second[10:13] not in _countries() and issuer in _countries():
            # No check digit stands for it, and a passport is nearly always of its issuer's national.
            second = f"{second[:10]}{issuer}{second[13:]}"
        try:
            zone = parse_td3(f"{first}\n{second}", today=today)
        except Invalid:
            continue
        found = SeenPaper((first, second), zone, "", min(upper.sure, lower.sure))
        if best is None or _failed(found) < _failed(best):
            best = found
    return best


@cache
def _countries() -> frozenset[str]:
    return frozenset(alpha3_codes())


def _name_line(text: str) -> str:
    """Names have no figures, and only the fillers at the end may be of any number."""
    head = text[:5].translate(_LETTERS)
    return (head + text[5:].translate(_LETTERS)).rstrip("<")[:LINE_LENGTH].ljust(LINE_LENGTH, "<")


def _candidates(text: str) -> Iterable[str]:
    """Line 2 in the right length: a filler more or less in one of its runs, then figures where figures stand."""
    wrong = len(text) - LINE_LENGTH
    for sized in {text} if not wrong else _resized(text, -wrong):
        if len(sized) == LINE_LENGTH:
            yield _in_place(sized)


def _resized(text: str, by: int) -> set[str]:
    made = set()
    for run in _RUN.finditer(text):
        if len(run.group()) + by >= 1:
            made.add(text[: run.start()] + "<" * (len(run.group()) + by) + text[run.end() :])
    return made


def _in_place(line: str) -> str:
    placed = list(line)
    for place in _FIGURES:
        placed[place] = placed[place].translate(_DIGITS)
    for place in _WORDS:
        placed[place] = placed[place].translate(_LETTERS)
    return "".join(placed)


def _nik(seen: Sequence[SeenLine], today: date) -> SeenPaper | None:
    """Sixteen figures that hold a birth date; only where the reader is sure, since no digit checks the others."""
    for line in seen:
        found = re.search(r"(?<!\d)\d{16}(?!\d)", line.text.replace(" ", ""))
        if found is None or line.sure < SURE:
            continue
        try:
            return SeenPaper(None, None, parse_nik(found.group(), today=today).number, line.sure)
        except Invalid:
            continue
    return None
