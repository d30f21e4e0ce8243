"""The project's own files, as the house rules look at them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "pulang"
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".yaml", ".yml", ".json", ".sh", ".txt", ".cfg", ""}
MADE = {"__pycache__", ".git", ".venv", ".pulang", "locale"}


def python_files(*folders: str) -> list[Path]:
    """Python of these folders (default: src, tests, bench), migrations apart."""
    found = [path for folder in folders or ("src", "tests", "bench") for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if not {"migrations", *MADE} & set(path.parts))


def text_files() -> Iterator[Path]:
    """Everything that people write, at the top and in the folders of the project."""
    for top in sorted(ROOT.iterdir()):
        if top.name in MADE or (top.name.startswith(".") and top.name != ".ci"):
            continue
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and path.suffix in TEXT and not MADE & set(path.parts):
                yield path


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imported(path: Path) -> set[str]:
    """Full names of what a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names
