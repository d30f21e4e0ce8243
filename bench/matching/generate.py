"""A made-up register and made-up queries, the same for the same seed; `errors` says what goes wrong in a query.

Names come by frequency: many share the common words, a long tail is put together from syllables. 8 in 100 are
Khmer, 30 in 100 have one name, 3 in 100 have a twin or sibling in the register with the same phone or the next NIK.
"""

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import accumulate
from typing import overload

from bench.matching import words
from pulang.matching.rules import Evidence

FIRST_BORN = date(1960, 1, 1).toordinal()
LAST_BORN = date(2008, 12, 31).toordinal()


@dataclass(frozen=True)
class Query:
    """What somebody asks; `truth` is the place of the person in the register, or None where she is not in it."""

    asked: Evidence
    truth: int | None


def register(size: int, *, start: int = 0) -> Iterator[Evidence]:
    """People from `start` up to `size`, each from dice of her own; every thirty-third is a sibling."""
    for number in range(start, size):
        dice = random.Random(f"register {number}")
        if number and number % 33 == 0:
            yield sibling(person(random.Random(f"register {number - 1}")), dice)
        else:
            yield person(dice)


class People(Sequence[Evidence]):
    """The register as a sequence that makes each person when she is asked for: a million fill the memory."""

    def __init__(self, size: int) -> None:
        self._size = size

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, place: int) -> Evidence: ...
    @overload
    def __getitem__(self, place: slice) -> list[Evidence]: ...
    def __getitem__(self, place: int | slice) -> Evidence | list[Evidence]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(self._size))]
        if not 0 <= place < self._size:
            raise IndexError(place)
        return next(register(place + 1, start=place))

    def __iter__(self) -> Iterator[Evidence]:
        return register(self._size)


def person(dice: random.Random) -> Evidence:
    khmer = dice.random() < 0.08
    sex = "female" if dice.random() < 0.45 else "male"
    born = date.fromordinal(int(dice.triangular(FIRST_BORN, LAST_BORN, date(1996, 1, 1).toordinal())))
    places = words.KHMER_PLACES if khmer else words.PLACES
    phone = ("+855" if khmer else "+628") + "".join(dice.choices("123456789", k=8 if khmer else 9))
    papers = []
    if not khmer and dice.random() < 0.55:
        papers.append(nik(dice, born, sex))
    if dice.random() < 0.6:
        papers.append(passport(dice, khmer))
    unknown_day = dice.random() < 0.03
    return Evidence(
        names=(khmer_name(dice) if khmer else indonesian_name(dice, sex),),
        birth_date="" if dice.random() < 0.06 else f"{born.year}-01-01" if unknown_day else born.isoformat(),
        birth_place="" if dice.random() < 0.2 else places[_zipf(dice, len(places))],
        sex=sex if dice.random() < 0.95 else "",
        nationality="KHM" if khmer else "IDN",
        papers=tuple(papers),
        phones=(phone,) if dice.random() < 0.6 else (),
    )


def sibling(one: Evidence, dice: random.Random) -> Evidence:
    """A twin (one in three) or a sibling: the same house, phone and last word, sometimes the next NIK."""
    other = person(dice)
    last = one.names[0].split()[-1]
    papers = other.papers
    if dice.random() < 0.33:
        if one.papers and len(one.papers[0]) == 16:
            serial = (int(one.papers[0][12:]) + 1) % 10_000
            papers = (one.papers[0][:12] + f"{serial:04}", *papers[1:])
        other = replace(other, birth_date=one.birth_date, sex=one.sex)
    first = other.names[0].split()[0]
    name = f"{first} {last}" if first != last else other.names[0]
    phones = one.phones if dice.random() < 0.5 else other.phones
    return replace(other, names=(name,), birth_place=one.birth_place, papers=papers, phones=phones)


def nik(dice: random.Random, born: date, sex: str) -> str:
    province = dice.choice((11, 12, 31, 32, 33, 35, 36, 51, 61, 71, 73))
    area = f"{province}{dice.randint(1, 29):02}{dice.randint(1, 20):02}"
    return f"{area}{born.day + (40 if sex == 'female' else 0):02}{born:%m%y}{dice.randint(1, 40):04}"


def passport(dice: random.Random, khmer: bool) -> str:
    return ("N" if khmer else dice.choice("ABCEX")) + "".join(dice.choices("0123456789", k=7))


def khmer_name(dice: random.Random) -> str:
    family, given = words.KHMER_FAMILY, words.KHMER_GIVEN
    parts = [family[_zipf(dice, len(family))], given[_zipf(dice, len(given))]]
    return " ".join(parts if dice.random() < 0.85 else reversed(parts)).title()


def indonesian_name(dice: random.Random, sex: str) -> str:
    first = words.MALE if sex == "male" else words.FEMALE
    count = dice.choices((1, 2, 3, 4), (30, 40, 24, 6))[0]
    parts = [_word(dice, first) for _ in range(count)]
    if count > 1:
        roll = dice.random()
        parts[-1] = (
            dice.choice(words.CLANS) if roll < 0.12 else _word(dice, words.SECOND) if roll < 0.8 else parts[-1]
        )
    return " ".join(dict.fromkeys(part if part else made_word(dice, sex) for part in parts)).title()


def _word(dice: random.Random, common: list[str]) -> str:
    return common[_zipf(dice, len(common))] if dice.random() < 0.68 else made_word(dice, "")


def made_word(dice: random.Random, sex: str) -> str:
    """A word of the long tail."""
    endings = words.ENDINGS_FEMALE if sex == "female" or dice.random() < 0.4 else words.ENDINGS_MALE
    middle = "".join(dice.choices(words.MIDDLES, k=dice.choice((1, 1, 2))))
    return dice.choice(words.OPENINGS) + middle + dice.choice(endings)


@cache
def _falling(size: int) -> list[float]:
    return list(accumulate(1 / (place + 1.5) for place in range(size)))


def _zipf(dice: random.Random, size: int) -> int:
    sums = _falling(size)
    return min(bisect(sums, dice.random() * sums[-1]), size - 1)
