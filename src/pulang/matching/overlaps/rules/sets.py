"""Blinded sets: padded, shuffled, no word twice; and what two of them have in common."""

import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pulang.crypto.blinding import POINT, SHORT, Blinder, point_of, random_point, short
from pulang.matching.overlaps.rules.words import SLOTS

STEP = 64  # rows are padded to a multiple of it
MOST_ROWS = 2048
PART = 262_144  # bytes of points in one message
Owners = list[list[tuple[int, str]]]  # for each place: row and kind of word; none for a point of no word


def padded(rows: int) -> int:
    """The size that travels."""
    return max(STEP, -(-rows // STEP) * STEP)


def slots_in(rows: int) -> int:
    """Points of a set of so many padded rows."""
    return rows * SLOTS


def blinded_set(rows: Sequence[Sequence[str]], blinder: Blinder, context: bytes) -> tuple[bytes, Owners]:
    """The words of each row as one shuffled string of points, and who owns each place.

    A word of two rows stands there once: twice it would tell that the rows share it. What is left up to the padded
    size is filled with points of no word.
    """
    rows_of: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row, words in enumerate(rows):
        for word in words:
            rows_of[word].append((row, word[0]))
    places: list[tuple[bytes, list[tuple[int, str]]]] = [
        (blinder.blind(point_of(context, word)), owners) for word, owners in rows_of.items()
    ]
    places += [(random_point(), []) for _ in range(slots_in(padded(len(rows))) - len(places))]
    secrets.SystemRandom().shuffle(places)
    return b"".join(point for point, _ in places), [owners for _, owners in places]


def doubled(points: bytes, blinder: Blinder) -> bytes:
    """The other side's points under our secret too, shortened, in their order. Raises PointRefused."""
    return b"".join(short(blinder.blind(point)) for point in _each(points, POINT))


def found_rows(twice: bytes, theirs: bytes, owners: Owners, blinder: Blinder) -> dict[int, str]:
    """Our rows of which a word is in the other set, with the kinds of those words as letters.

    `twice` is our set as the other side doubled it, `theirs` its own set. Raises PointRefused.
    """
    there = set(_each(doubled(theirs, blinder), SHORT))
    found: dict[int, set[str]] = defaultdict(set)
    for place, one in enumerate(_each(twice, SHORT)):
        if one in there:
            for row, kind in owners[place]:
                found[row].add(kind)
    return {row: "".join(sorted(kinds)) for row, kinds in sorted(found.items())}


def parts_of(points: bytes) -> list[bytes]:
    """As they travel."""
    return [points[start : start + PART] for start in range(0, len(points), PART)]


def _each(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))
