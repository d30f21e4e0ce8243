"""Two real nodes on this machine, each with its own database, server and worker, for all the journeys."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pulang.cli.demo.command import build_nodes, prepare
from pulang.cli.journey.node import Node
from pulang.cli.processes import NodeProcesses


@pytest.fixture(scope="session")
def nodes() -> Iterator[dict[str, NodeProcesses]]:
    root = Path(tempfile.mkdtemp(prefix="pulang-nodes-"))  # apart, so that no other run tidies it away
    root.chmod(0o755)  # the embedded server's own user must reach its data below
    made = build_nodes(root, free_ports())
    try:
        prepare(made, persons=6, cases=2)
        for node in made.values():
            node.start()
        for node in made.values():
            node.wait(60)
        yield made
    finally:
        for node in made.values():
            node.stop()
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def hands(nodes: dict[str, NodeProcesses]) -> Iterator[dict[str, Node]]:
    """The officers of both nodes."""
    made = {side: Node(side, node.state) for side, node in nodes.items()}
    yield made
    for node in made.values():
        node.close()


def free_ports() -> int:
    """A port that is free together with the next one."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
