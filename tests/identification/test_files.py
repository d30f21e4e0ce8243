"""Files of answers: what is read, and that a slip of the pen is shown instead of guessed."""

import json
from pathlib import Path
from typing import Any

import pytest

from pulang.identification.answers import Answer, Form, Role, Sanction, UrgentRisk
from pulang.identification.errors import DataBroken
from pulang.identification.files import read_submission
from pulang.identification.scoring import assess


def write(tmp_path: Path, text: str, name: str = "case.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    data: dict[str, Any] = {
        "age": None,
        "act": True,
        "answers": {"DR01": "yes", "CD05": "refused"},
        "evidence": {"DR01": ["advert"]},
        "forms": ["servitude"],
        "signs": ["SC-A01"],
        "facts": {
            "made_to_do": ["online_scam"],
            "role": "team_leader",
            "sanctions": ["fined"],
            "urgent_risks": ["injury"],
            "evidence": {"CD05": ["orders"]},
        },
    }
    told = read_submission(write(tmp_path, json.dumps(data), "case.json"))
    assert (told.age, told.act, told.forms, told.signs) == (None, True, (Form.SERVITUDE,), ("SC-A01",))
    assert told.answers == {"DR01": Answer.YES, "CD05": Answer.REFUSED}
    assert told.evidence == {"DR01": ("advert",), "CD05": ("orders",)}
    assert (told.role, told.sanctions, told.urgent_risks) == (
        Role.TEAM_LEADER,
        (Sanction.FINED,),
        (UrgentRisk.INJURY,),
    )


def test_the_bare_words_of_yaml_mean_what_they_say(tmp_path: Path) -> None:
    told = read_submission(write(tmp_path, "age: 30\nanswers: {DR01: yes, DR02: no, DR03: unknown}\n"))
    assert list(told.answers.values()) == [Answer.YES, Answer.NO, Answer.UNKNOWN]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("twice.json", '{"age": 30, "answers": {"DR01": "yes", "DR01": "no"}}'),
        ("twice.yaml", "age: 30\nanswers:\n  DR01: yes\n  DR01: no\n"),
        ("list.yaml", "age: 30\nanswers: {DR01: ['yes', 'no']}\n"),
    ],
)
def test_contradictory_answers_are_shown_and_not_resolved(tmp_path: Path, name: str, text: str) -> None:
    told = read_submission(write(tmp_path, text, name))
    assert told.contradictions == ("DR01",)
    assert told.answers["DR01"] is Answer.UNKNOWN
    assert assess(told).contradictions == ("DR01",)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("answers: {}\n", 1, "'age' is missing"),
        ("age: 30\n", 1, "'answers' is missing"),
        ("- 1\n", 1, "one object"),
        ("age: 30\nanswers: {}\nanswer: {}\n", 3, "'answer' is not known here"),
        ("age: 30\nanswers:\n  DR01: maybe\n", 3, "'maybe'"),
        ("age: 30\nanswers:\n  DR01:\n", 3, "allowed are yes, no"),
        ("age: thirty\nanswers: {}\n", 1, "whole number"),
        ("age: true\nanswers: {}\n", 1, "whole number"),
        ("age: -1\nanswers: {}\n", 1, "whole number"),
        ("age: 30\nage: 31\nanswers: {}\n", 2, "more than once"),
        ("age: 30\nact: 1\nanswers: {}\n", 2, "true or false"),
        ("age: 30\nanswers: {}\nforms: [forced_labour]\n", 3, "follows from the answers"),
        ("age: 30\nanswers: {}\nforms: [war]\n", 3, "'war'"),
        ("age: 30\nanswers: {}\nfacts:\n  role: boss\n", 4, "'boss'"),
        ("age: 30\nanswers: {}\nfacts:\n  rolle: worker\n", 4, "'rolle'"),
        ("age: 30\nanswers: {}\nevidence:\n  CD05: photo\n", 4, "list of words"),
        ("age: 30\nanswers: [DR01]\n", 2, "an object"),
        ("age: 30\nanswers: {1: yes}\n", 2, "no indicator id"),
        ("age: 30\nanswers: {DR01: yes\n", 3, "not valid YAML"),
        ("", 1, "one object"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(DataBroken) as caught:
        read_submission(write(tmp_path, text))
    assert says in caught.value.problem
    assert caught.value.line == line


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "nothing"])
def test_json_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataBroken):
        read_submission(write(tmp_path, text, "case.json"))


def test_yaml_that_goes_in_circles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataBroken, match="aliases"):
        read_submission(write(tmp_path, "age: 30\nanswers: &a {DR01: *a}\n"))


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataBroken, match="cannot be read"):
        read_submission(tmp_path / "none.yaml")
    (tmp_path / "photo.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataBroken, match="not UTF-8"):
        read_submission(tmp_path / "photo.json")
