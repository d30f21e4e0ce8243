"""Keys that two descriptions of one person have in common, whatever went wrong with one field.

Plain text here; `index` makes them blind. A kind is one letter before the colon: w a word by its sound · p
two words · h all of three and more · y a word's bones with the birth year · m a word with day and month · d
the birth date, day and month in either order · n a paper · f a phone, both whole and with one character
left out · b birthplace with a word or two · t the sound of a long word with one letter left out and the
birth year.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, combinations

from pulang.matching.rules.evidence import Name, Record

KEYS_VERSION = 1  # another one makes every stored key stale
MOST_KEYS = 250
_MOST_WORDS = 6
_LONG = 5


def keys_of(record: Record) -> tuple[str, ...]:
    """Every key of a record, without repetition, at most MOST_KEYS; papers and phones come first."""
    parts = chain(
        *(_number("n", number) for number in (*record.niks, *record.papers)),
        *(_number("f", number) for number in record.phones),
        _date(record),
        *(_name(name, record) for name in record.names),
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


def _name(name: Name, record: Record) -> Iterator[str]:
    words = [word for word in name.words if not word.initial][:_MOST_WORDS]
    sounds = [word.sounds[:2] for word in words]
    for one in dict.fromkeys(sound for both in sounds for sound in both):
        yield f"w:{one}"
        yield from _with_rest(one, record)
    for joined, _ in name.joined:
        yield f"w:{joined.sounds[0]}"
    for left, right in combinations(sounds, 2):
        for a in left:
            for b in right:
                both = "|".join(sorted((a, b)))
                yield f"p:{both}"
                yield from (f"b:{both}|{place}" for place in record.birth_place[:1])
    if len(words) > 2:
        yield "h:" + "|".join(sorted(both[0] for both in sounds))
    for year in _years(record):
        yield from (f"y:{word.skeleton}|{year}" for word in words)


def _years(record: Record) -> Iterable[int]:
    """The year of birth; where it is only about then, those beside it too."""
    born = record.birth_date
    if born is None:
        return ()
    return range(born.year - 1, born.year + 2) if born.approximate else (born.year,)


def _with_rest(sound: str, record: Record) -> Iterator[str]:
    born = record.birth_date
    if day := _day(record):
        yield f"m:{sound}|{day}"
    for place in record.birth_place[:1]:
        yield f"b:{sound}|{place}"
    if born and len(sound) >= _LONG:
        for out in range(len(sound)):
            yield f"t:{sound[:out]}{sound[out + 1 :]}|{born.year}"
