"""Two nodes in a folder that goes with them: for the journeys and the benches."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pulang.cli.demo.command import build_nodes, running
from pulang.cli.processes import NodeProcesses


@contextmanager
def two_nodes(*, pinned: bool = False) -> Iterator[tuple[Path, dict[str, NodeProcesses]]]:
    """The folder of their state, and the nodes by country: running, paired, with a few people.

    `pinned`: they meet over mutual TLS, as they would outside of a demo.
    """
    root = Path(tempfile.mkdtemp(prefix="pulang-nodes-"))  # apart, so that no other run tidies it away
    root.chmod(0o755)  # the embedded server's own user must reach its data below
    nodes = build_nodes(root, free_ports(), doors=free_ports() if pinned else 0)
    try:
        with running(nodes, persons=6, cases=2):
            yield root, nodes
    finally:
        shutil.rmtree(root, ignore_errors=True)


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
