"""The models of the protocol hold in every state, and each seeded bug is found."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

FOLDER = ROOT / "docs" / "protocol" / "model"
PROPERTIES = [
    *(("delivery", name) for name in ("durable", "gone", "once", "arrives")),
    ("onward", "truthful"),
]
BUGS = [
    ("delivery", "ACK_FIRST", "durable"),
    ("delivery", "NO_TOMBSTONE", "gone"),
    ("delivery", "NO_MEMORY", "once"),
    ("delivery", "NO_RETRY", "arrives"),
    ("onward", "EARLY_APPLIED", "truthful"),
    ("onward", "FORGETS", "truthful"),
    ("onward", "NO_TOMBSTONE", "truthful"),
]
SPIN, COMPILER = shutil.which("spin"), shutil.which("cc") or shutil.which("gcc")
pytestmark = pytest.mark.skipif(
    not (SPIN and COMPILER), reason="the models are checked where SPIN and a C compiler are (Debian: spin, gcc)"
)


def errors(folder: Path, model: str, rule: str, *, bug: str = "") -> int:
    """How many errors the search of every state finds."""
    shutil.copy(FOLDER / f"{model}.pml", folder)
    options = [f"-D{bug}"] if bug else []
    run(folder, str(SPIN), "-a", *options, f"{model}.pml")
    run(folder, str(COMPILER), "-O1", "-w", "-DNFAIR=3", "-o", "pan", "pan.c")
    said = run(folder, "./pan", "-a", "-f", "-m200000", "-N", rule)
    assert "max search depth too small" not in said
    assert "out of memory" not in said
    found = re.search(r"errors: (\d+)", said)
    assert found, said
    return int(found[1])


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


@pytest.mark.parametrize(("model", "rule"), PROPERTIES)
def test_the_protocol_holds_in_every_state(tmp_path, model, rule):
    assert errors(tmp_path, model, rule) == 0


@pytest.mark.parametrize(("model", "bug", "rule"), BUGS)
def test_a_seeded_bug_is_found(tmp_path, model, bug, rule):
    assert errors(tmp_path, model, rule, bug=bug) > 0
