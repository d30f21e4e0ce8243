"""Two real nodes on this machine, each with its own database, server and worker, for all the journeys."""

from collections.abc import Iterator

import pytest

from pulang.cli.demo.aside import two_nodes
from pulang.cli.journey.node import Node
from pulang.cli.processes import NodeProcesses


@pytest.fixture(scope="session")
def nodes() -> Iterator[dict[str, NodeProcesses]]:
    with two_nodes() as (_root, made):
        yield made


@pytest.fixture
def hands(nodes: dict[str, NodeProcesses]) -> Iterator[dict[str, Node]]:
    """The officers of both nodes."""
    made = {side: Node(side, node.state) for side, node in nodes.items()}
    yield made
    for node in made.values():
        node.close()
