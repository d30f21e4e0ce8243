"""Two nodes for as long as a measurement takes."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pulang.cli.demo.command import build_nodes, prepare
from pulang.cli.processes import NodeProcesses


@contextmanager
def two_nodes(port: int) -> Iterator[tuple[Path, Mapping[str, NodeProcesses]]]:
    """The folder of their state, and the nodes by country, running, paired and with a few people."""
    root = Path(tempfile.mkdtemp(prefix="pulang-bench-"))
    root.chmod(0o755)  # the embedded server's own user must reach its data below
    nodes = build_nodes(root, port)
    try:
        prepare(nodes, persons=6, cases=2)
        for node in nodes.values():
            node.start()
        for node in nodes.values():
            node.wait(60)
        yield root, nodes
    finally:
        for node in nodes.values():
            node.stop()
        shutil.rmtree(root, ignore_errors=True)
