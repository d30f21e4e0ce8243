"""Instruments as data: what is there, that a broken file is refused with its line, and what a version changed."""

import dataclasses
from collections import Counter
from pathlib import Path

import pytest

from pulang.identification.answers import Submission
from pulang.identification.errors import DataBroken, InstrumentNotFound, NotScored, UnknownIndicator, WrongVersion
from pulang.identification.instruments import (
    Kind,
    diff_versions,
    instrument_files,
    list_instruments,
    load_instrument,
    loading,
    read_instrument,
)
from pulang.identification.scoring import ADULT, CHILD, assess
from tests.identification.worked import DIMENSIONS, Y

COUNTS = {
    ADULT: [(1, 8, 1), (1, 9, 0), (0, 14, 2), (1, 7, 1), (4, 10, 1), (0, 5, 2)],
    CHILD: [(2, 8, 0), (4, 6, 0), (0, 15, 0), (1, 7, 0), (8, 7, 0), (0, 7, 0)],
}


def test_all_instruments_are_there() -> None:
    sizes = {name: len(load_instrument(name).indicators) for name in list_instruments()}
    assert sizes == {
        ADULT: 67,
        CHILD: 65,
        "founding_indicators": 33,
        "ilo_11_forced_labour": 11,
        "interpol_categories": 4,
        "palermo_elements": 27,
        "scam_compound_signs": 28,
    }


@pytest.mark.parametrize("name", [ADULT, CHILD])
def test_the_delphi_lists_have_the_published_numbers_of_grades(name: str) -> None:
    graded = Counter((i.dimension, i.grade) for i in load_instrument(name).indicators)
    for dimension, expected in zip(DIMENSIONS, COUNTS[name], strict=True):
        assert tuple(graded[dimension, grade] for grade in ("strong", "medium", "weak")) == expected


def test_every_crosswalk_leads_to_an_indicator_that_exists() -> None:
    delphi = {i.id for name in (ADULT, CHILD) for i in load_instrument(name).indicators}
    ilo = {i.id for i in load_instrument("ilo_11_forced_labour").indicators}
    for name in list_instruments():
        for indicator in load_instrument(name).indicators:
            assert set(indicator.bears_on) <= delphi, (name, indicator.id)
            assert set(indicator.ilo11) <= ilo, (name, indicator.id)


def test_an_instrument_cannot_be_changed_and_is_read_once() -> None:
    instrument = load_instrument(ADULT)
    with pytest.raises(dataclasses.FrozenInstanceError):
        instrument.version = "2.0"  # type: ignore[misc]
    with pytest.raises(TypeError):
        instrument.title["en"] = "other"  # type: ignore[index]
    assert load_instrument(ADULT, instrument.version) is instrument


def test_an_unknown_instrument_or_version_names_what_is_known() -> None:
    with pytest.raises(InstrumentNotFound) as caught:
        load_instrument("delphi")
    assert ADULT in caught.value.details["known"]
    with pytest.raises(InstrumentNotFound) as caught:
        load_instrument(ADULT, "9.9")
    assert caught.value.details["known"] == ("1.0",)


def test_a_checklist_has_no_result() -> None:
    with pytest.raises(NotScored):
        assess(Submission(age=30), instrument=load_instrument("ilo_11_forced_labour"))


def test_versions_never_mix() -> None:
    told = Submission(age=30, instrument=ADULT, version="0.9")
    with pytest.raises(WrongVersion):
        assess(told)
    with pytest.raises(WrongVersion):
        assess(Submission(age=30, instrument=CHILD), instrument=load_instrument(ADULT))


@pytest.mark.parametrize(
    "told", [Submission(age=15, answers={"EX06": Y}), Submission(age=None, answers={"XX01": Y})]
)
def test_an_unknown_indicator_is_named(told: Submission) -> None:
    with pytest.raises(UnknownIndicator) as caught:
        assess(told)
    assert caught.value.details["indicators"] == tuple(told.answers)


def test_evidence_and_signs_must_name_what_exists() -> None:
    with pytest.raises(UnknownIndicator):
        assess(Submission(age=30, evidence={"CD99": ("photo",)}))
    with pytest.raises(UnknownIndicator):
        assess(Submission(age=30, signs=("SC-X01",)))


def edited(tmp_path: Path, *changes: tuple[str, str], version: str = "1.0") -> Path:
    """A copy of the list for adults with some words changed, in a folder of its own."""
    text = next(f for f in instrument_files() if f.parent.name == ADULT).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / ADULT / f"{version}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def line_of(path: Path, words: str) -> int:
    return next(n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("grade: strong", "grade: huge", "grade: huge", "huge"),
        ("- id: DR02\n", "- id: DR01\n", None, "DR01 occurs 2 times"),
        ("  dimension: deceptive_recruitment", "  dimension: deceptive", "dimension: deceptive", "no dimension"),
        ("any: [deceptive_recruitment, coercive_recruitment]", "any: [lies]", "[lies]", "'lies' is neither"),
        ("when: {all: []}", "when: {any: []}", "when: {any: []}", "must hold always"),
        (
            "when: {all: [exploitation_shown]}",
            "when: {all: [exploitation]}",
            "{all: [exploitation]}",
            "exploitation_shown",
        ),
        ("  crime: CD05", "  crime: CD99", "crime: CD99", "CD99"),
        ("line: 2\n", "line: 3\n", "line: 3", "where line 2 belongs"),
        ("  work: exploitation\n", "  work: exploitation\n  worker: x\n", "worker: x", "rule: "),
        ("kind: scored", "kind: checklist", "kind: checklist", "a checklist has none"),
        ("id: DR01", "id: DR01\n  id: DR11", None, "more than once"),
        ("title:", "title: [", None, "not valid YAML"),
        ("applies_to: adult", "applies_to: &who adult\nwho: *who", None, ""),
    ],
)
def test_a_broken_file_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, at: str | None, says: str
) -> None:
    path = edited(tmp_path, (old, new))
    with pytest.raises(DataBroken) as caught:
        read_instrument(path)
    assert says in caught.value.problem
    assert caught.value.file == "1.0.yaml"
    if at:
        assert caught.value.line == line_of(path, at)


def test_a_file_of_the_library_lies_where_its_id_and_version_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = edited(tmp_path, ("version: '1.0'", "version: '1.1'"))
    assert read_instrument(path).version == "1.1"  # a draft may lie anywhere, under any name
    monkeypatch.setattr(loading, "DATA", tmp_path)
    with pytest.raises(DataBroken) as caught:
        read_instrument(path)
    assert caught.value.problem == "version 1.1 stands in the file 1.0.yaml"
    assert caught.value.line == line_of(path, "version: '1.1'")


def test_a_line_that_could_never_be_the_result_is_refused(tmp_path: Path) -> None:
    # Exploitation alone in the place of line 3 swallows what lines 4, 5 and 6 ask for.
    where = "when: {all: [exploitation_shown, coercion_destination]}"
    path = edited(tmp_path, (where, "when: {all: [exploitation_shown]}"))
    with pytest.raises(DataBroken) as caught:
        read_instrument(path)
    assert caught.value.problem.startswith("line 4 can never be the result")
    assert caught.value.line == line_of(path, "line: 4")


def test_the_difference_of_two_versions_is_readable(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        ("version: '1.0'", "version: '1.1'"),
        ("grade: medium", "grade: weak"),
        ("  - {medium: 3}\n", ""),
        ("refers: false", "refers: true"),
        ("- id: VD07\n", "- id: VD08\n"),
        version="1.1",
    )
    changes = diff_versions(load_instrument(ADULT), read_instrument(path))
    assert any(c.startswith("DR02 grade: medium -> weak (The person was told something false") for c in changes)
    assert "line 9 refers: no -> yes" in changes
    assert any(c.startswith("VD07 removed (") for c in changes)
    assert any(c.startswith("VD08 added (") for c in changes)
    before = "2 strong; 1 strong and 1 medium or weak; 3 medium; 2 medium and 1 weak"
    assert f"a dimension is positive with: {before} -> {before.replace('3 medium; ', '')}" in changes
    assert len(changes) == 5


def test_two_instruments_are_no_two_versions() -> None:
    with pytest.raises(ValueError, match="different instruments"):
        diff_versions(load_instrument(ADULT), load_instrument(CHILD))


def test_equal_versions_have_no_difference() -> None:
    assert diff_versions(load_instrument(ADULT), load_instrument(ADULT)) == ()


def test_a_checklist_has_no_rule_and_a_scored_list_has_one() -> None:
    for name in list_instruments():
        instrument = load_instrument(name)
        assert (instrument.kind is Kind.SCORED) is (instrument.rule is not None)
