"""A list of missing people against a partner's list, by blinded words: ``python -m bench.matching.private``.

Recall of true pairs, rows of nobody that are shown all the same, seconds of each side, bytes that travel.
"""

import argparse
import os
import time
from collections.abc import Sequence
from datetime import date
from random import Random

from bench.matching import errors, generate
from bench.matching.generate import Query
from pulang.crypto.blinding import Blinder
from pulang.matching.overlaps.rules import blinded_set, doubled, found_rows, words_of
from pulang.matching.rules import Record, keys_of, prepare

TODAY = date(2026, 11, 24)
CONTEXT = b"bench"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asked", type=int, default=500, help="rows of the asker's list")
    parser.add_argument("--held", type=int, default=1_440, help="rows of the partner's list")
    parser.add_argument("--common", type=int, default=150, help="people who are on both")
    parser.add_argument("--split", choices=("train", "test"), default="test")
    asked = parser.parse_args()
    people = list(generate.register(asked.held))
    queries = list(errors.queries(people, asked.asked, split=asked.split))
    known = [query for query in queries if query.truth is not None][: asked.common]
    nobody = [query for query in queries if query.truth is None][: asked.asked - len(known)]
    rows = [*known, *nobody]
    Random(1).shuffle(rows)
    print(f"load {os.getloadavg()[0]:.1f}; {len(rows)} rows, {len(known)} of them on the list of {len(people)}")
    measure(rows, [prepare(one, today=TODAY) for one in people])


def measure(rows: Sequence[Query], held: Sequence[Record]) -> None:
    begun = time.perf_counter()
    asker, other = Blinder.new(), Blinder.new()
    sought = [prepare(query.asked, today=TODAY) for query in rows]
    points, owners = blinded_set([words_of(one, wide=True) for one in sought], asker, CONTEXT)
    first = time.perf_counter()
    own, _ = blinded_set([words_of(one) for one in held], other, CONTEXT)
    twice = doubled(points, other)
    second = time.perf_counter()
    found = found_rows(twice, own, owners, asker)
    third = time.perf_counter()
    true = [place for place, query in enumerate(rows) if query.truth is not None]
    reached = [place for place in true if set(keys_of(sought[place])) & set(keys_of(held[rows[place].truth or 0]))]
    print(f"- true pairs found: {sum(place in found for place in true)} of {len(true)}")
    print(f"- of them with any key of the look-up in common: {len(reached)}")
    print(f"- rows of nobody shown: {sum(place not in true for place in found)} of {len(rows) - len(true)}")
    print(f"- asker blinds {first - begun:.1f} s, other answers {second - first:.1f} s, asker compares"
          f" {third - second:.1f} s")  # fmt: skip
    print(f"- travels: {len(points):,} bytes there, {len(twice) + len(own):,} back, before base64")


if __name__ == "__main__":
    main()
