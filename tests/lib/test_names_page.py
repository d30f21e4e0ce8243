"""The examples on the page about names are what the software does."""

from datetime import date

import pytest

from pulang.lib.names import fold
from pulang.matching.rules import Evidence, compare, prepare
from tests.architecture.source import ROOT


def rows(heading: str) -> list[tuple[str, ...]]:
    """The cells of the table below a heading of the page."""
    section = (ROOT / "docs" / "names.md").read_text("utf-8").split(f"## {heading}")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


@pytest.mark.parametrize(("written", "key", "why"), rows("One spelling"))
def test_a_name_becomes_this_key(written, key, why):
    assert fold(written).key == key


@pytest.mark.parametrize(("written", "sound"), rows("How it sounds"))
def test_a_name_sounds_like_this(written, sound):
    assert fold(written).sound_key == sound


@pytest.mark.parametrize(("one", "other", "claim"), rows("What agrees, and how much it weighs"))
def test_two_names_agree_like_this(one, other, claim):
    today = date(2026, 11, 24)
    left, right = (prepare(Evidence(names=(name,)), today=today) for name in (one, other))
    assert claim in {found.code for found in compare(left, right).claims}
