"""Which test process runs what: one test after the other to whoever is free, the journeys to one of them.

They share two nodes, which take a minute to make. (Marks `xdist_group` did the same until pytest 9.)
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling


class Dealing(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return "journeys" if nodeid.startswith("tests/journeys/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Dealing:
    return Dealing(config, log)
