"""The specification: its schemas and vectors are the ones that the code uses, and its words cover them."""

import re

import pytest

from pulang.cli.protocol import OWN, published
from pulang.exchange.kinds import registered
from tests.architecture.source import ROOT

FOLDER = ROOT / "docs" / "protocol"
TEXT = (FOLDER / "nx1.md").read_text("utf-8")
REMEDY = "run `pulang exchange protocol docs/protocol` and look at what changed for partners"


def own_kinds() -> list[str]:
    return [kind.name for kind in registered() if not kind.name.startswith("test.")]


def test_schemas_and_vectors_are_made_from_what_the_code_uses():
    made = published(FOLDER)
    differing = [path.name for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]
    assert [name for name in differing if not name.startswith("test.")] == [], REMEDY


def test_no_schema_is_left_over():
    known = {*own_kinds(), *OWN}
    assert {path.name.removesuffix(".schema.json") for path in (FOLDER / "schemas").iterdir()} == known


@pytest.mark.parametrize("kind", own_kinds())
def test_every_kind_stands_in_the_specification(kind):
    assert f"`{kind}`" in TEXT


def test_every_file_that_the_specification_names_is_there():
    named = set(re.findall(r"`((?:vectors|schemas|model)/[\w./-]+)`", TEXT))
    assert named
    assert not [name for name in named if not (FOLDER / name).exists()]
