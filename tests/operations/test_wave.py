"""A wave against two real nodes, one of them killed, the line between them down for a third of the time."""

from pathlib import Path

import pytest

from bench.operations.replay.wave import replay

pytestmark = pytest.mark.nightly


def test_nobody_is_lost_and_nobody_is_there_twice(tmp_path_factory):
    root = Path(tmp_path_factory.mktemp("wave"))
    for folder in (root, root.parent, root.parent.parent):
        folder.chmod(0o755)  # the embedded server's own user must reach its data below
    assert replay(root, (20, 25, 15), minutes=1, desks=6, kills=1) == []
