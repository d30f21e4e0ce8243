"""`pulang identify` and `pulang instruments` as somebody at a terminal meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pulang.cli.main import app

CASE = {"age": 30, "act": True, "answers": dict.fromkeys(["DR01", "DR02", "EX01", "EX02", "CD01", "CD03"], "yes")}
FIELDS = "result open could_become dimensions forms palermo ilo11_present because settles"


def run(*words: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.stdout, result.stderr


def save(folder: Path, name: str, case: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(case))
    return path


def test_one_file_gives_one_object(tmp_path: Path) -> None:
    code, out, _ = run("identify", save(tmp_path, "a.json", CASE), "--json")
    found = json.loads(out)
    assert code == 0
    assert set(FIELDS.split()) <= set(found)
    assert (found["result"], found["other_rule"]) == ("trafficking_indicated", None)
    assert found["dimensions"]["exploitation"] == "positive"


def test_several_files_and_folders_give_a_list(tmp_path: Path) -> None:
    first = save(tmp_path, "a.json", CASE)
    folder = tmp_path / "more"
    folder.mkdir()
    save(folder, "b.json", {**CASE, "age": 15})
    save(folder, "c.json", {**CASE, "age": None})
    (folder / "notes.txt").write_text("not a case")
    code, out, _ = run("identify", first, folder, "--json")
    found = json.loads(out)
    assert code == 0
    assert [Path(each["file"]).name for each in found] == ["a.json", "b.json", "c.json"]
    assert [each["result"] for each in found][1:] == ["child_trafficking_indicated"] * 2
    assert found[2]["other_rule"]["result"] == "trafficking_indicated"


def test_a_bad_file_is_named_and_the_others_are_still_scored(tmp_path: Path) -> None:
    save(tmp_path, "a.json", CASE)
    save(tmp_path, "b.json", {**CASE, "answers": {"ZZ01": "yes"}})
    code, out, err = run("identify", tmp_path, "--json")
    found = json.loads(out)
    assert code == 1
    assert found[0]["result"] == "trafficking_indicated"
    assert found[1]["error"]["code"] == "unknown_indicator"
    assert "b.json" in err
    assert "ZZ01" in err


def test_one_bad_file_prints_no_result(tmp_path: Path) -> None:
    code, out, err = run("identify", tmp_path / "none.json", "--json")
    assert (code, out) == (1, "")
    assert "cannot be read" in err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"age": 30,\n "act": "yes",\n "answers": {}}', "line 2: 'act' must be true or false"),
        ('{"age": 30,\n "answers": {\n  "DR01": "maybe"}}', "line 3: 'DR01' holds 'maybe'"),
        ('{"age": 30,\n "answers": {\n  "DR01": true}}', "line 3: 'DR01' holds 'True'"),
        ('{"age": 30,\n "answers": null}', "line 2: 'answers' must be an object"),
        ('{"age": 30,\n "evidence": {"CD05": "paper"},\n "answers": {}}', "line 2: 'CD05' must be a list of words"),
        ('{"act": true, "answers": {}}', "'age' is missing"),
        ('{"age": 30,\n "act": true,,}', "line 2: not valid JSON"),
        (f'{{"age": {"9" * 5000}, "answers": {{}}}}', "a number is too long"),
        ("[" * 100_000, "nested too deeply"),
        ("", "not valid JSON"),
        ("[]", "must hold one object"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "a.json").write_text(text)
    code, out, err = run("identify", tmp_path / "a.json", "--json")
    assert (code, out) == (1, "")
    assert says in err


def test_empty_words_are_no_evidence(tmp_path: Path) -> None:
    said = {"age": 30, "answers": {"CD05": "yes"}}
    code, out, _ = run("identify", save(tmp_path, "a.json", {**said, "evidence": {"CD05": ["", " "]}}), "--json")
    found = json.loads(out)
    assert (code, found["forms"], found["evidence_missing"]) == (0, [], ["CD05"])


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    code, _, err = run("identify", tmp_path)
    assert code == 1
    assert "No file of answers" in err


def test_the_page_says_why_and_what_to_ask(tmp_path: Path) -> None:
    path = save(tmp_path, "a.json", {**CASE, "answers": {"EX01": "yes", "EX02": "yes"}})
    code, out, _ = run("identify", path)
    assert code == 0
    assert "exploited_worker" in out
    assert "could become trafficking_indicated; ask: DR01" in out
    assert "because   EX01, EX02" in out
    _, indonesian, _ = run("identify", path, "--language", "id")
    assert "Pekerja yang dieksploitasi" in indonesian


def test_another_instrument_is_used_by_name_and_version(tmp_path: Path) -> None:
    path = save(tmp_path, "a.json", {"age": None, "answers": {"deception": "yes", "isolation": "no"}})
    code, out, _ = run("identify", "--instrument", "ilo_11_forced_labour@1.0", path, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["result"], found["because"], found["absent"]) == (
        "shown_not_scored",
        ["deception"],
        ["isolation"],
    )
    code, _, err = run("identify", "--instrument", "ilo_11_forced_labour@7.0", path)
    assert code == 1
    assert "known are 1.0" in err


def test_answers_of_another_version_are_refused(tmp_path: Path) -> None:
    path = save(tmp_path, "a.json", {**CASE, "instrument": "delphi_child_labour"})
    code, _, err = run("identify", "--instrument", "delphi_adult_labour", path)
    assert code == 1
    assert "must not be read with" in err


def test_the_command_needs_neither_django_nor_a_database(tmp_path: Path) -> None:
    path = save(tmp_path, "a.json", CASE)
    script = (
        "import sys\nfrom pulang.cli.identify import identify\nfrom pathlib import Path\n"
        "identify([Path(sys.argv[1])], as_json=True)\nassert 'django' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_instruments_are_listed_checked_shown_and_compared(tmp_path: Path) -> None:
    assert "delphi_adult_labour" in run("instruments", "list")[1]
    code, out, _ = run("instruments", "check")
    assert code == 0
    assert "delphi_child_labour@1.0: sound, 65 indicators" in out
    assert "SC-A01" in run("instruments", "show", "scam_compound_signs")[1]
    assert run("instruments", "diff", "delphi_adult_labour", "delphi_adult_labour@1.0")[1] == "No difference.\n"


def test_a_broken_instrument_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "1.0.yaml"
    path.write_text("id: x1\nversion: '1.0'\nkind: guess\n")
    code, _, err = run("instruments", "check", path)
    assert code == 1
    assert "line " in err


@pytest.mark.parametrize("words", [("show", "nothing"), ("diff", "nothing", "delphi_adult_labour")])
def test_an_instrument_that_is_not_there_is_named(words: tuple[str, ...]) -> None:
    code, _, err = run("instruments", *words)
    assert code == 1
    assert "there is no instrument nothing" in err
