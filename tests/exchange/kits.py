"""Files of the conformance kit."""

import json
from pathlib import Path
from typing import Any


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
