"""`pulang match` and `pulang names`: lists against lists and against the register, and what a name becomes."""

import csv
import io

import pytest
from typer.testing import CliRunner

from pulang.cli.main import app
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft

HEAD = "Name,Birth date,Passport\n"
MISSING = HEAD + "Moh. Djoko Soesilo,8/3/1997,\nSiti,,\n,,\n🙂,1990,\nRina Wati,5/1/1999,B7654321\n"
RAID = HEAD + "Ngoc Lan,1/2/1990,\nJOKO SUSILO MUHAMMAD,08/03/1997,\nRINA WATTI,05/01/1999,B7654312\n"


def run(*words):
    return CliRunner().invoke(app, list(map(str, words)))


def lines(result):
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture
def missing(tmp_path):
    path = tmp_path / "missing.csv"
    path.write_text(MISSING)
    return path


def test_a_list_meets_another_list_with_reasons(tmp_path, missing):
    raid = tmp_path / "raid.csv"
    raid.write_text(RAID)
    found = lines(run("match", missing, "--against", raid))
    assert [(line["name"], line["other_name"], line["strength"]) for line in found] == [
        ("Moh. Djoko Soesilo", "JOKO SUSILO MUHAMMAD", "likely"),
        ("Rina Wati", "RINA WATTI", "likely"),
    ]
    assert "“djoko” is another spelling of “joko” (+6.3)" in found[0]["why"]


def test_a_list_meets_the_register_as_far_as_the_officer_may_see(committed_cast, missing):
    draft = PersonDraft(name="JOKO SUSILO MUHAMMAD", birth_date="08/03/1997")
    person = register_person(committed_cast.officer, draft=draft)
    rina = PersonDraft(name="Rina Wati", papers=(PaperDraft("passport", "B7654321"),))
    register_person(committed_cast.colleague, draft=rina)
    found = lines(run("match", missing, "--against", "register", "--officer", "officer"))
    assert [(line["strength"], line["of"]) for line in found] == [("likely", str(person.pk)), ("elsewhere", "")]
    assert found[1]["other_name"] == committed_cast.police.name


@pytest.mark.parametrize("against", ["register", "no-such-file.csv"])
def test_what_is_missing_is_said(missing, against):
    assert run("match", missing, "--against", against).exit_code == 2


def test_rows_that_cannot_be_read_are_named_beside_the_results(tmp_path, missing):
    raid = tmp_path / "raid.csv"
    raid.write_text(RAID + "123,,\n" * 30)
    result = run("match", missing, "--against", raid)
    said = result.stderr.splitlines()
    assert len(lines(result)) == 2
    assert said[:2] == [
        "missing.csv:4: The row is empty and was passed over.",
        "missing.csv:5: Name: A name needs letters. Write it as the person says it.",
    ]
    assert sum(line.startswith("raid.csv:") for line in said) == 21
    assert said[-1] == "raid.csv: 10 more"


def test_a_file_that_is_no_list_is_refused(tmp_path, missing):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no")
    result = run("match", missing, "--against", broken)
    assert (result.exit_code, result.stdout) == (1, "")


def test_a_name_is_explained_in_the_language_asked_for():
    assert "Spelling from before 1972" in run("names", "explain", "Djoko").stdout
    assert "1972" in run("names", "explain", "Djoko", "--language", "id").stdout
    assert run("names", "explain", "Djoko", "--language", "fr").exit_code == 2


def test_two_names_are_compared():
    assert "another spelling" in run("names", "compare", "Djoko", "Joko").stdout
