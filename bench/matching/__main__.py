"""Look-up among made-up people, ours and others' in one table: ``python -m bench.matching [--people 100000]``.

The register is made at the first run and kept in `--state`. Tune on ``--split train`` only; `test` is frozen.
"""

import argparse
import os
import platform
import sys
from pathlib import Path

from bench.matching import errors, generate, loads, measures, ours, peers, register
from bench.matching.targets import Target, table

PEERS = ("trgm", "rapidfuzz", "nomenklatura", "boosted", "splink")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=1_000, help="known ones; as many unknown are asked")
    parser.add_argument("--split", choices=("train", "test"), default="test")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=PEERS)
    parser.add_argument("--quick", action="store_true", help="without lists, clients and the API")
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
    filling = register.made(folder / "made", asked.people)
    print(filling.said, flush=True)
    people = generate.People(asked.people)
    queries = list(errors.queries(people, asked.queries, split=asked.split))
    digest = errors.digest(queries)
    print(f"{asked.people:,} people, {len(queries):,} queries ({asked.split}: {digest})", flush=True)
    outcome = ours.look_up(queries)
    for line in ours.stages(people, queries, outcome):
        print(f"- {line}", flush=True)
    outcomes, loaded = [outcome, ours.whole_search(queries)], []
    print(measures.table(outcomes), flush=True)
    if not asked.quick:
        rows = list(errors.queries(people, 5_000, split=asked.split))
        try:
            outcomes.append(loads.over_http(queries))
        except RuntimeError as failed:
            print(f"- not measured through the API: {failed}", file=sys.stderr)
        loaded = [
            Target("look-ups a second, two clients on two cores", loads.two_clients(queries), least=500, places=0),
            Target("seconds for a list of 10,000", loads.list_at_once(rows), most=5, places=1),
            Target("seconds for 1,440 with every reason", loads.list_explained(rows[:1_440]), most=30, places=1),
        ]
    for name in asked.peers:
        try:
            outcomes += getattr(peers, name)(people, queries, outcome)
        except ImportError as missing:
            print(f"- {name} is not installed ({missing.name})", file=sys.stderr)
    print(measures.table(outcomes), end="\n\n")
    targets = [*wanted(outcomes), *loaded]
    targets.append(
        Target(
            "explained pairs a second and core",
            ours.pairs_a_second(people, queries, outcome),
            least=60_000,
            places=0,
        )
    )
    if filling.people_a_second:
        targets.append(Target("people a second in bulk, with keys", filling.people_a_second, least=2_000, places=0))
    print(table(targets))


def wanted(outcomes: list[measures.Outcome]) -> list[Target]:
    """Recall, precision and times beside what `design/matching.md` asks for."""
    first, bands = outcomes[0], ours.bands(outcomes[0])
    marks, named = first.marks(), {outcome.name: outcome for outcome in outcomes}
    found = [
        Target("recall@1", first.recall(1), least=0.87),
        Target("recall@10", first.recall(10), least=0.92),
        Target("among the candidates", first.recall(10_000), least=0.95),
        *(
            Target(f"p{at + 1} of a look-up, ms", marks[at], most=most, places=1)
            for at, most in ((49, 4), (94, 8), (98, 12))
        ),
        Target("recall at precision 0.98", first.at_precision(0.98), least=0.75),
        Target(f"precision of *likely* (recall {bands['likely'][1]:.3f})", bands["likely"][0], least=0.99),
        Target(
            f"precision of *possible* and better (recall {bands['possible'][1]:.3f})",
            bands["possible"][0],
            least=0.90,
        ),
    ]
    if boosted := named.get(peers.BOOSTED):
        found.append(
            Target("recall@1 behind a model trained on labels", boosted.recall(1) - first.recall(1), most=0.01)
        )
    if over := named.get(loads.OVER_HTTP):
        found.append(Target("p95 through the API, ms", over.marks()[94], most=25, places=1))
    return found


if __name__ == "__main__":
    main()
