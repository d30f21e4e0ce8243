"""A prepared record as a row for an engine: plain columns, None where nothing is known."""

from typing import NamedTuple
from zlib import crc32

from pulang.matching.rules import Record, Weights
from pulang.matching.rules.evidence import Name
from pulang.matching.rules.packing import pack

BETWEEN = "|"  # between several numbers of one kind


class Row(NamedTuple):
    """`names` as `packing` writes them, `most` the bits that they can weigh at most beside any other names.

    `place_number` is a digest of the place, above 0.
    `about` and `turn` are 0 or 1: the year is only about; the day is the first of January. `born` is the full date.
    """

    unique_id: int
    names: str | None
    most: float
    word_1: str | None
    word_2: str | None
    year: int | None
    month: int | None
    day: int | None
    about: int | None
    turn: int | None
    born: str | None
    place: str | None
    place_number: int | None
    sex: str | None
    nationality: str | None
    nik: str | None
    paper: str | None
    phone: str | None


COLUMNS = Row._fields


def row_of(number: int, record: Record, model: Weights, *, learning: bool = False) -> Row:
    """The row of a record. `word_1` and `word_2` are for `learning` alone: comparing does without them."""
    born = record.birth_date
    place = " ".join(sorted(set(record.birth_place)))
    full = born is not None and bool(born.month and born.day)
    words = _rarest_words(record) if learning else (None, None)
    return Row(
        unique_id=number,
        names=pack(record.names) or None,
        most=max((_most(name, model) for name in record.names), default=0.0),
        word_1=words[0],
        word_2=words[1],
        year=born.year if born else None,
        month=born.month if born else None,
        day=born.day if born else None,
        about=int(born.approximate) if born else None,
        turn=int(born.month == 1 and born.day == 1) if born else None,
        born=born.to_text().lstrip("~") if born and full else None,
        place=place or None,
        place_number=crc32(place.encode()) + 1 if place else None,
        sex=record.sex or None,
        nationality=record.nationality or None,
        nik=BETWEEN.join(record.niks) or None,
        paper=BETWEEN.join(record.papers) or None,
        phone=BETWEEN.join(record.phones) or None,
    )


def _most(name: Name, model: Weights) -> float:
    """No other name agrees with this one by more bits."""
    words = sum(word.rarity for word in name.words)
    joined = sum(
        max(0.0, model.rarest - name.words[place].rarity - name.words[place + 1].rarity) for place in name.joins
    )
    initials = sum(word.initial for word in name.words) * model.name["initial_equal"]
    return words + joined + initials


def _rarest_words(record: Record) -> tuple[str | None, str | None]:
    """The two rarest words of the first name, packed, for learning how words go wrong."""
    words = [word for name in record.names[:1] for word in name.words if not (word.initial or word.father)]
    ordered = sorted(words, key=lambda word: (-word.rarity, word.canonical))[:2]
    first, second, *_ = *(pack((Name((word,), ()),)) for word in ordered), None, None
    return first, second
