"""What the identification tests share: the worked cases, and submissions made short."""

from pathlib import Path
from typing import Any

import pytest
import yaml

SCENARIOS = Path(__file__).resolve().parents[2].parent / "shared" / "scenarios"


def scenarios() -> list[dict[str, Any]]:
    """The worked cases that lie beside the project; none where they are not at hand."""
    files = sorted(SCENARIOS.glob("*.yaml")) if SCENARIOS.is_dir() else []
    return [yaml.safe_load(file.read_text("utf-8")) for file in files]


@pytest.fixture(scope="session")
def data() -> Path:
    import pulang.identification

    return Path(pulang.identification.__file__).parent / "data"
