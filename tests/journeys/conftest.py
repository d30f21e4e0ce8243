"""Two real nodes on this machine, each with its own database, servers and worker, for all the journeys.

They meet over mutual TLS, pinned to their keys, as authorities do.
"""

from collections.abc import Iterator

import pytest

from pulang.cli.demo.aside import two_nodes
from pulang.cli.journey.node import Node
from pulang.cli.processes import NodeProcesses


@pytest.fixture(scope="session")
def nodes() -> Iterator[dict[str, NodeProcesses]]:
    with two_nodes(pinned=True) as (_root, made):
        yield made


@pytest.fixture
def hands(nodes: dict[str, NodeProcesses]) -> Iterator[dict[str, Node]]:
    """The officers of both nodes."""
    made = {side: Node(side, node.state) for side, node in nodes.items()}
    yield made
    for node in made.values():
        node.close()
