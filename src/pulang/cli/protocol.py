"""`pulang exchange protocol`: the schemas and golden vectors of the specification, made from what the code uses."""

import json
from pathlib import Path
from typing import Any

from pulang.exchange.conform.vectors import make_vectors
from pulang.exchange.kinds import registered
from pulang.exchange.schemas import load

OWN = ("agreement", "checkpoint", "envelope", "invite", "manifest", "object.change", "receipt")


def published(folder: Path) -> dict[Path, str]:
    """Every file of the specification that is made, with its content. Sealed tokens of before are kept."""
    vectors = folder / "vectors"
    before = {path.stem: json.loads(path.read_text("utf-8")) for path in vectors.glob("*.json")}
    files = {vectors / f"{name}.json": value for name, value in make_vectors(before).items()}
    schemas = {name: load("pulang.exchange", name) for name in OWN}
    schemas.update({kind.name: dict(kind.schema) for kind in registered()})
    files.update({folder / "schemas" / f"{name}.schema.json": value for name, value in schemas.items()})
    return {path: _text(value) for path, value in files.items()}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
