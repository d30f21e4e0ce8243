"""`pulang linkage list`: lists linked by Splink, with further columns that the register has no field for."""

import csv
import io

import pytest
from typer.testing import CliRunner

from pulang.cli.main import app

HEAD = "Name,Birth date,Passport,Address,Postcode\n"
FIRST = (
    HEAD
    + "Moh. Djoko Soesilo,8/3/1997,,Jl. Melati 5,20111\nSiti,,,,\nRina Wati,,B7654321,,\n"
    + "Budi,,,Jl. Anggrek 9,55281\n"
)
SECOND = HEAD + "JOKO SUSILO MUHAMMAD,08/03/1997,,,\nRINA WATTI,,B7654312,,\nBudhi,,,JL. ANGGREK 9,55281\n"


@pytest.fixture
def lists(tmp_path):
    paths = tmp_path / "first.csv", tmp_path / "second.csv"
    for path, text in zip(paths, (FIRST, SECOND), strict=True):
        path.write_text(text)
    return paths


def linked(*words):
    result = CliRunner().invoke(app, ["linkage", "list", *map(str, words)])
    assert result.exit_code == 0, result.output
    return [(line["name"], line["other_name"]) for line in csv.DictReader(io.StringIO(result.stdout))]


def test_two_lists_are_linked(lists):
    found = linked(lists[0], "--against", lists[1])
    assert set(found) == {("Moh. Djoko Soesilo", "JOKO SUSILO MUHAMMAD"), ("Rina Wati", "RINA WATTI")}


def test_a_further_column_finds_whom_names_alone_do_not(lists):
    found = linked(lists[0], "--against", lists[1], "--also", "Address", "--also", "postcode")
    assert ("Budi", "Budhi") in found


def test_a_list_is_linked_with_itself(tmp_path, lists):
    both = tmp_path / "both.csv"
    both.write_text(FIRST + SECOND.removeprefix(HEAD))
    assert ("Rina Wati", "RINA WATTI") in linked(both)


def test_a_column_that_is_not_there_is_named(lists):
    result = CliRunner().invoke(app, ["linkage", "list", str(lists[0]), "--also", "Shoe size"])
    assert result.exit_code == 1
    assert "Shoe size" in result.output
