"""What is known of one person, as text, and the same prepared for comparing."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from pulang.lib.documents.nik import Nik, parse_nik
from pulang.lib.errors import Invalid
from pulang.lib.names import FoldedName, fold
from pulang.lib.partial_date import PartialDate
from pulang.lib.text import ascii_digits
from pulang.matching.rules.words import Word, together, word_of

_MOST_NAMES, _MOST_NUMBERS = 8, 8
_NO_FIGURES = {code: None for code in range(128) if not chr(code).isdigit()}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Any part may be missing.

    `birth_date` is canonical text of `lib.partial_date`, `sex` female, male or "", `nationality` alpha-3, `papers`
    numbers of any kind, `phones` in E.164 where they could be read.
    """

    names: tuple[str, ...] = ()
    birth_date: str = ""
    birth_place: str = ""
    sex: str = ""
    nationality: str = ""
    papers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name as its words, and the places of those that may be written as one with the next."""

    words: tuple[Word, ...]
    joins: tuple[int, ...]

    def joined(self, place: int) -> Word:
        """The words at this place and the next as one; made only where something asks for it."""
        return together(self.words[place], self.words[place + 1])


@dataclass(frozen=True, slots=True)
class Record:
    """Evidence prepared for comparing: names folded, numbers plain, NIKs apart from other papers.

    `birth_date` falls back on the one inside a NIK, and so does `sex`.
    """

    names: tuple[Name, ...]
    birth_date: PartialDate | None
    birth_place: tuple[str, ...]
    sex: str
    nationality: str
    niks: tuple[str, ...]
    papers: tuple[str, ...]
    phones: tuple[str, ...]


def prepare(evidence: Evidence, *, today: date) -> Record:
    """Prepare evidence. Never fails: what cannot be read is left out. `today` settles the century of a NIK."""
    niks, papers = _numbers(evidence.papers, today)
    born, sex = birth_date_of(evidence.birth_date), evidence.sex if evidence.sex in ("female", "male") else ""
    for nik in niks[:1]:
        born = born or PartialDate.of(nik.birth_date)
        sex = sex or {"F": "female", "M": "male"}[nik.sex]
    return Record(
        names=_names(evidence.names),
        birth_date=born,
        birth_place=_place(evidence.birth_place),
        sex=sex,
        nationality=evidence.nationality,
        niks=tuple(nik.number for nik in niks),
        papers=papers,
        phones=tuple(dict.fromkeys(filter(None, map(plain_phone, evidence.phones))))[:_MOST_NUMBERS],
    )


def plain_number(number: str) -> str:
    """Capitals and ASCII figures only: `a 123-4567` and `A1234567` are one number."""
    if number.isascii() and number.isalnum():
        return number.upper()
    return "".join(character for character in ascii_digits(number).upper() if character.isalnum())


def plain_phone(number: str) -> str:
    """Figures only, without the country codes of the two countries, for numbers of six figures and more."""
    if number.isascii():
        figures = number.translate(_NO_FIGURES).lstrip("0")
    else:
        figures = "".join(sign for sign in ascii_digits(number) if "0" <= sign <= "9").lstrip("0")
    for code in ("62", "855"):
        if figures.startswith(code) and len(figures) > len(code) + 6:
            figures = figures[len(code) :].lstrip("0")
            break
    return figures if len(figures) >= 6 else ""


def _numbers(papers: tuple[str, ...], today: date) -> tuple[list[Nik], tuple[str, ...]]:
    plain = list(dict.fromkeys(filter(None, map(plain_number, papers))))[:_MOST_NUMBERS]
    niks = [nik for number in plain if (nik := _nik(number, today))]
    taken = {nik.number for nik in niks}
    return niks, tuple(number for number in plain if number not in taken and 4 <= len(number) <= 40)


def _nik(number: str, today: date) -> Nik | None:
    if len(number) != 16 or not number.isdigit():
        return None
    try:
        return parse_nik(number, today=today)
    except Invalid:
        return None


@lru_cache(maxsize=20_000)
def _place(text: str) -> tuple[str, ...]:
    return tuple(token.canonical for token in fold(text).own)


@lru_cache(maxsize=50_000)
def birth_date_of(text: str) -> PartialDate | None:
    """The date of a canonical text; None where it is none."""
    try:
        return PartialDate.from_text(text) if text else None
    except Invalid:
        return None


def _names(texts: tuple[str, ...]) -> tuple[Name, ...]:
    if len(texts) == 1:
        return names_of(texts[0])
    found: dict[tuple[Word, ...], Name] = {}
    for text in texts[:_MOST_NAMES]:
        for name in names_of(text):
            found.setdefault(name.words, name)
    return tuple(found.values())[:_MOST_NAMES]


@lru_cache(maxsize=20_000)
def names_of(text: str) -> tuple[Name, ...]:
    """The names in a text, aliases apart, as far as they have words."""
    folded = fold(text)
    names = (_name(one) for one in (folded, *folded.aliases))
    return tuple(name for name in names if name.words)


def _name(folded: FoldedName) -> Name:
    words = tuple(word_of(token) for token in folded.tokens)
    pairs = [left.canonical + right.canonical for left, right in pairwise(words)]
    return Name(words, tuple(sorted({pairs.index(token.canonical) for token in folded.joined})))
