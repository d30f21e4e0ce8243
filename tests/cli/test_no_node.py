"""A command that meets no node says so in a sentence, and what to do."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "words", [["audit", "verify"], ["match", "a.csv", "--against", "register", "--officer", "x"]]
)
def test_a_command_without_a_node_says_so(tmp_path, words):
    (tmp_path / "a.csv").write_text("Name\nSiti\n")
    environment = {"PULANG_STATE": str(tmp_path / "state"), "PATH": "/usr/bin"}
    said = subprocess.run(
        [sys.executable, "-m", "pulang.cli.main", *words],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert said.returncode == 1
    assert said.stderr.startswith(f"No database answers for the node in {tmp_path / 'state'}.")
    assert "PULANG_STATE" in said.stderr
    assert len(said.stderr.splitlines()) == 1
