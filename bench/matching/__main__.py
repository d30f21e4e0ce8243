"""Look-up among made-up people, ours and others' in one table: ``python -m bench.matching [--people 100000]``.

The register is made at the first run and kept in `--state`. Tune on ``--split train`` only; `test` is frozen.
"""

import argparse
import os
import platform
import sys
from pathlib import Path

from bench.matching import errors, generate, ours, peers, register
from bench.matching.measures import table

PEERS = ("trgm", "rapidfuzz", "nomenklatura", "boosted", "splink")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=1_000, help="known ones; as many unknown are asked")
    parser.add_argument("--split", choices=("train", "test"), default="test")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=PEERS)
    parser.add_argument("--state", type=Path, default=Path(".pulang/bench-matching"))
    asked = parser.parse_args()
    folder = (asked.state / str(asked.people)).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for above in (folder, *folder.parents[:2]):
        os.chmod(above, 0o755)  # the embedded server's own user must reach its data below
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}")
    try:
        measure(asked, folder)
    finally:
        from pulang.db import embedded

        embedded.stop(folder / "node" / "postgres")


def measure(asked: argparse.Namespace, folder: Path) -> None:
    register.prepare_node(folder)
    print(register.made(folder / "made", asked.people), flush=True)
    people = list(generate.register(asked.people))
    queries = list(errors.queries(people, asked.queries, split=asked.split))
    print(
        f"{asked.people:,} people, {len(queries):,} queries ({asked.split}: {errors.digest(queries)})", flush=True
    )
    outcome = ours.look_up(queries)
    for line in (*ours.stages(people, queries, outcome), *ours.bands(outcome)):
        print(f"- {line}")
    print(f"- explained pairs a second and core: {ours.pairs_a_second(people, queries, outcome):,.0f}", flush=True)
    outcomes = [outcome, ours.whole_search(queries)]
    for name in asked.peers:
        try:
            outcomes += getattr(peers, name)(people, queries, outcome)
        except ImportError as missing:
            print(f"- {name} is not installed ({missing.name})", file=sys.stderr)
    print(table(outcomes))


if __name__ == "__main__":
    main()
