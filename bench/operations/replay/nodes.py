"""Two real nodes (web, worker, database each) behind a link, with desks that hold tokens."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.operations.replay.link import Link
from pulang.cli.demo.command import NODES, pair
from pulang.cli.processes import NodeProcesses
from pulang.config.environment import for_node

IDN, KHM = "ncb-jakarta", "ncb-phnom-penh"
DOWN = 3.0  # seconds that a killed node stays down
PARTS = ("web", "worker", "database")


@dataclass
class Side:
    """One node: its processes, the line by which its partner reaches it, and the tokens of its officers by name."""

    node: NodeProcesses
    link: Link
    tokens: dict[str, str]

    @contextmanager
    def connect(self) -> Iterator["psycopg.Connection[Any]"]:
        """The database itself, as a job of the node sees it: what the doors are measured against."""
        found = json.loads((self.node.state / "database-owner.json").read_text())
        with psycopg.connect(
            host=found["HOST"], user=found["USER"], password=found["PASSWORD"], dbname=found["NAME"]
        ) as connection:
            connection.execute("SELECT set_config('pulang.kind', 'system', false)")
            yield connection

    def count(self, sql: str, *values: Any) -> int:
        with self.connect() as connection:
            row = connection.execute(sql, values).fetchone()
        assert row is not None
        return int(row[0])

    def kill(self) -> None:
        """`kill -9` of everything at once, and up again after a while, as after a power cut."""
        for part in PARTS:
            self.node.kill(part)
        time.sleep(DOWN)
        self.node.start_database()
        self.node.start()
        self.node.wait(60)


@contextmanager
def two_nodes(root: Path, *, desks: int, port: int) -> Iterator[dict[str, Side]]:
    """Both nodes empty, paired, running. `port` and the next one must be free."""
    sides: dict[str, Side] = {}
    try:
        for at, country in enumerate(NODES):
            node = NodeProcesses(root / country.lower(), port + at)
            node.state.mkdir(parents=True)
            sides[country] = Side(node, Link(port + at), {})
            _make(country, sides[country])
        pair(*(side.node for side in sides.values()))
        for country, side in sides.items():
            side.node.pulang("demo-fill", "--persons", "0", "--cases", "0")
            side.tokens = _staff(side.node.state, desks if country == "IDN" else max(2, desks // 3))
            side.node.start()
            side.node.wait(60)
        yield sides
    finally:
        for side in sides.values():
            side.node.stop()
            side.link.close()


def _make(country: str, side: Side) -> None:
    node_id, name, language, zone = NODES[country]
    options = {"--name": name, "--country": country, "--language": language, "--time-zone": zone}
    flat = [part for pair_ in options.items() for part in pair_]
    address = f"http://127.0.0.1:{side.link.port}"
    side.node.pulang("node", "init", node_id, *flat, "--base-url", address, "--demo")


def _staff(state: Path, desks: int) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.operations.replay.staff", str(desks)],
        env=for_node(state),
        capture_output=True,
        check=True,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found
