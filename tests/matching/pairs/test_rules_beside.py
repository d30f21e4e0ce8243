"""Two records line by line: what is equal stands together, what differs is marked word by word."""

import pytest

from pulang.matching.pairs.rules import beside
from pulang.matching.pairs.rules.differences import compare_dates, compare_names, compare_numbers, compare_texts
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft


def marked(pieces):
    """`*differs*`, `~alike~`."""
    signs = {"": "", "alike": "~", "differs": "*"}
    return " ".join(f"{signs[one.mark]}{one.text}{signs[one.mark]}" for one in pieces)


@pytest.mark.parametrize(
    ("compare", "left", "right", "shown"),
    [
        (compare_names, "Siti Aminah", "AMINAH SITI", ("Siti Aminah", "AMINAH SITI")),
        (compare_names, "Djoko Soesilo", "Joko Susilo", ("~Djoko~ ~Soesilo~", "~Joko~ ~Susilo~")),
        (compare_names, "Siti Siti", "Siti", ("Siti *Siti*", "Siti")),
        (compare_names, "Budi", "Rina Wati", ("*Budi*", "*Rina* *Wati*")),
        (compare_names, "សុខ ជា", "ជា សុខ", ("សុខ ជា", "ជា សុខ")),
        (compare_texts, "a small scar", "a long scar", ("a *small* scar", "a *long* scar")),
        (compare_dates, "1997-03-08", "1997-08-03", ("1997 *03* *08*", "1997 *08* *03*")),
        (compare_dates, "1997", "1998-03-08", ("*1997*", "*1998* 03 08")),
        (compare_dates, "~1997", "1997-03-08", ("~1997", "1997 03 08")),
        (compare_numbers, "B1234567", "B1234567", ("B1234567", "B1234567")),
        (compare_numbers, "B1234567", "B1234S67", ("B1234 *5* 67", "B1234 *S* 67")),
        (compare_numbers, "B123456", "B1234567", ("B123456", "B123456 *7*")),
    ],
)
def test_the_marks_are(compare, left, right, shown):
    assert tuple(map(marked, compare(left, right))) == shown
    assert tuple(map(marked, compare(right, left))) == shown[::-1]


def test_equal_papers_and_phones_stand_in_one_line():
    old, new = PaperDraft("passport", "B1234567"), PaperDraft("nik", "3171015708950002")
    own, mother = ContactDraft("phone", "+6289990001000"), ContactDraft("phone", "+6281234567890")
    left = PersonDraft(name="Siti", papers=(old, new), contacts=(own, mother))
    right = PersonDraft(name="Siti", papers=(new, PaperDraft("passport", "B1234568")), contacts=(mother,))
    lines = {(line.field, line.left and line.left.part, line.right and line.right.part): line.verdict
             for line in beside(left, right)}  # fmt: skip
    assert lines[("papers", old, PaperDraft("passport", "B1234568"))] == "differs"
    assert lines[("papers", new, new)] == "agree"
    assert lines[("contacts", mother, mother)] == "agree"
    assert lines[("contacts", own, None)] == "one_side"


def test_what_neither_record_says_has_no_line():
    assert [line.field for line in beside(PersonDraft(name="Siti"), PersonDraft(name="Rina"))] == ["name"]


def test_every_line_has_a_verdict():
    left = PersonDraft(
        name="Djoko Soesilo", other_names=(NameDraft("khmer", "សុខ"),), sex="male", birth_date="1997",
        languages=("id", "jv"), nationality="IDN", description="Small.", birth_place="Medan",
    )  # fmt: skip
    right = PersonDraft(name="Joko Susilo", sex="female", birth_date="1997", languages=("id",), birth_place="Medan")
    said = {line.field: line.verdict for line in beside(left, right)}
    assert said == {
        "name": "alike",
        "other_names": "one_side",
        "birth_date": "agree",
        "birth_place": "agree",
        "sex": "differs",
        "nationality": "one_side",
        "languages": "differs",
        "description": "one_side",
    }
