"""House rules that a reader could forget: sizes, doors without rules, places of things."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT, imported, name_of, python_files, text_files, tree

LONGEST = 400
DOORS = ("web", "api", "cli")
# Library: the only place of the package that may import it.
PLACES = {
    "cryptography": "crypto",
    "joserfc": "crypto",
    "httpx": "exchange/transport",
    "requests": "exchange/transport",
    "urllib3": "exchange/transport",
    "aiohttp": "exchange/transport",
    "pkcs11": "crypto",
}


def doors() -> list[Path]:
    return [path for door in DOORS for path in python_files(f"src/pulang/{door}")]


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_no_file_is_longer_than_its_end(path):
    assert len(path.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize("path", doors(), ids=name_of)
def test_doors_hold_no_rule(path):
    touched = [
        f"line {node.lineno}: .{node.attr}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "save", "delete", "bulk_create"}
        and not (isinstance(node.value, ast.Name) and node.value.id == "router")  # the HTTP method of an endpoint
    ]
    assert not touched, "doors call actions and queries"


@pytest.mark.parametrize("path", python_files("src"), ids=name_of)
def test_libraries_are_imported_where_they_belong(path):
    inside = path.relative_to(PACKAGE).as_posix()
    for name in imported(path):
        place = PLACES.get(name.split(".")[0])
        assert place is None or inside.startswith(f"{place}/"), f"{name} belongs to {place}"


@pytest.mark.parametrize("path", python_files("src"), ids=name_of)
def test_only_the_configuration_reads_the_environment(path):
    if path.is_relative_to(PACKAGE / "config"):
        return
    read = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"environ", "getenv", "environb"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    ]
    assert not read, "pulang.config.environment reads it"


# Put together, so that this file does not hold what it looks for.
UNWANTED = {
    "the address of a package registry": r"pypi\.(?:org|io)|pythonhosted|registry\.npm|crates\.io/api",
    "a path of somebody's machine": r"(?<![\w.])/(?:work|home|Users|root)/[a-z]",
    "unfinished work": r"\bTODO\b|\bFIXME\b|raise NotImplemented" + "Error",
    "a key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
}


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_holds(what):
    pattern = re.compile(UNWANTED[what])
    found = [name_of(path) for path in text_files() if path != Path(__file__) and pattern.search(path.read_text())]
    assert not found


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "misc", "common"}
    assert not [name_of(path) for path in python_files() if path.stem in drawers]


def test_every_folder_with_tests_is_a_package():
    """Else two files of one name hide each other."""
    lonely = {path.parent for path in python_files("tests") if not (path.parent / "__init__.py").exists()}
    assert not sorted(str(folder.relative_to(ROOT)) for folder in lonely)
