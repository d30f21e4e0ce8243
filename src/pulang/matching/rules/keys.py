"""Keys that two descriptions of one person have in common, whatever went wrong with one field.

Plain text here; `index` makes them blind. A kind is one letter before the colon: w a word by its sound · p two
words · x two words with the sex · s the bones of two words · q a word with the first three letters of another, r
with the last three · y a word's bones with the birth year · z a word with year and birthplace · v a word with year
and month · m a word with day and month · d the birth date, day and month in either order · n a paper · f a phone,
both whole and with one character left out · b birthplace with a word or two.

Who is asked for has more keys than who is held: a year beside hers costs a look at a key, not a row of the index.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, combinations

from pulang.matching.rules.evidence import Name, Record

KEYS_VERSION = 3  # another one makes every stored key and record stale
MOST_KEYS = 250
_MOST_WORDS = 6
_PART = 3  # letters of a part of a word that stands for it


def keys_of(record: Record, *, asked: bool = False) -> tuple[str, ...]:
    """Every key of a record, without repetition, at most MOST_KEYS; papers and phones come first.

    `asked` gives those of somebody who is looked for, with the years beside hers.
    """
    parts = chain(
        *(_number("n", number) for number in (*record.niks, *record.papers)),
        *(_number("f", number) for number in record.phones),
        _date(record),
        *(_name(name, record, asked) for name in record.names),
    )
    return tuple(dict.fromkeys(parts))[:MOST_KEYS]


def _number(kind: str, number: str) -> Iterator[str]:
    yield f"{kind}:{number}"
    for place in range(len(number)):
        yield f"{kind}:{number[:place]}{number[place + 1 :]}"


def _date(record: Record) -> Iterator[str]:
    born = record.birth_date
    if born and born.exact:
        yield f"d:{born.year}|{_day(record)}"


def _day(record: Record) -> str:
    born = record.birth_date
    return "" if not born or not born.exact else "|".join(map(str, sorted((born.month or 0, born.day or 0))))


def _name(name: Name, record: Record, asked: bool) -> Iterator[str]:
    words = [word for word in name.words if not word.initial][:_MOST_WORDS]
    sounds = [word.sounds[:2] for word in words]
    years, near = _years(record, 0), _years(record, asked)
    for sound in dict.fromkeys(sound for both in sounds for sound in both):
        yield f"w:{sound}"
        yield from _with_rest(sound, record, near)
    for place in name.joins:
        yield f"w:{name.joined(place).sounds[0]}"
    for left, right in combinations(sounds, 2):
        for a in left:
            for b in right:
                yield from _pair(a, b, record)
    for one, other in combinations(words, 2):
        yield "s:" + "|".join(sorted((one.skeleton, other.skeleton)))
    for year in years:
        yield from (f"y:{word.skeleton}|{year}" for word in words)


def _years(record: Record, more: int) -> Iterable[int]:
    """The year of birth and so many on both sides; where it is only about then, one more."""
    born = record.birth_date
    if born is None:
        return ()
    beside = more + born.approximate
    return range(born.year - beside, born.year + beside + 1)


def _pair(a: str, b: str, record: Record) -> Iterator[str]:
    both = "|".join(sorted((a, b)))
    yield f"p:{both}"
    if record.sex:
        yield f"x:{both}|{record.sex}"
    yield from (f"b:{both}|{place}" for place in record.birth_place[:1])
    for whole, part in ((a, b), (b, a)):
        if len(part) > _PART:
            yield f"q:{whole}|{part[:_PART]}"
            yield f"r:{whole}|{part[-_PART:]}"


def _with_rest(sound: str, record: Record, near: Iterable[int]) -> Iterator[str]:
    born = record.birth_date
    if day := _day(record):
        yield f"m:{sound}|{day}"
    if born and born.month:
        yield f"v:{sound}|{born.year}|{born.month}"
    for place in record.birth_place[:1]:
        yield f"b:{sound}|{place}"
        yield from (f"z:{sound}|{year}|{place}" for year in near)
