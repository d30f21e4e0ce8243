"""What of a row is compared: words that few people share, each alone enough to ask about somebody.

A word by its sound alone would tell that the other list has a Slamet; so a name stands only with a date, a place or
two further words. Kinds: n a paper · f a phone, both whole and with one character left out · y two words of a name
with the year · d a word with day and month, and the year or a second word · b two words with the birthplace · h all
sounds of a name of three words and more.
"""

from collections.abc import Iterator
from itertools import chain, combinations

from pulang.matching.rules import Record
from pulang.matching.rules.evidence import Name

SLOTS = 32  # words of a row; what is missing is filled with points of no word
SHORTEST_NUMBER = 6
_MOST_WORDS = 4


def words_of(record: Record, *, wide: bool = False) -> tuple[str, ...]:
    """At most SLOTS words, the strongest first. `wide` (one side only): the years beside the year of birth too."""
    names = [_sounds(name) for name in record.names[:3]]
    numbers = [*(("n", one) for one in (*record.niks, *record.papers)), *(("f", one) for one in record.phones)]
    usable = [(kind, number) for kind, number in numbers if len(number) >= SHORTEST_NUMBER]
    parts = chain(
        (f"{kind}:{number}" for kind, number in usable),
        *(_with_dates(sounds, record) for sounds in names),
        *(_without_dates(sounds, record) for sounds in names),
        *(_beside(sounds, record) for sounds in names if wide),
        (word for kind, number in usable for word in _shortened(kind, number)),
    )
    return tuple(dict.fromkeys(parts))[:SLOTS]


def _sounds(name: Name) -> list[str]:
    return [word.sounds[0] for word in name.words if word.sounds and not word.initial][:_MOST_WORDS]


def _pairs(sounds: list[str]) -> Iterator[str]:
    return ("|".join(sorted(pair)) for pair in combinations(sounds, 2))


def _day(record: Record) -> str:
    born = record.birth_date
    return "" if born is None or not born.exact else "|".join(map(str, sorted((born.month or 0, born.day or 0))))


def _with_dates(sounds: list[str], record: Record) -> Iterator[str]:
    born = record.birth_date
    if born is None:
        return
    yield from (f"y:{pair}|{born.year}" for pair in _pairs(sounds))
    if day := _day(record):
        yield from (f"d:{sound}|{day}|{born.year}" for sound in sounds)
        yield from (f"d:{pair}|{day}" for pair in _pairs(sounds))


def _without_dates(sounds: list[str], record: Record) -> Iterator[str]:
    if len(sounds) > 2:
        yield "h:" + "|".join(sorted(sounds))
    for place in record.birth_place[:1]:
        yield from (f"b:{pair}|{place}" for pair in _pairs(sounds))


def _beside(sounds: list[str], record: Record) -> Iterator[str]:
    born = record.birth_date
    if born is not None:
        yield from (f"y:{pair}|{year}" for year in (born.year - 1, born.year + 1) for pair in _pairs(sounds))


def _shortened(kind: str, number: str) -> Iterator[str]:
    for place in range(len(number)):
        yield f"{kind}:{number[:place]}{number[place + 1 :]}-"
