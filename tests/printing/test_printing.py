"""Papers: what somebody wrote stays text, equal input gives equal bytes, a broken template says so."""

from dataclasses import replace
from pathlib import Path

import pytest

from pulang.printing import (
    CLASSIFICATIONS,
    LANGUAGES,
    Frame,
    TemplateBroken,
    draw_pages,
    print_pdf,
    read_template,
    unshown,
)
from tests.printing.paper import text_of

HERE = Path(__file__).parent
TEMPLATE = read_template(HERE, "template")
FRAME = Frame(agency="Embassy of Nowhere", number="ID-2026-000001", made_on="24 November 2026")
DATA = {"title": "A paper", "who": "Siti", "text": "one\ntwo"}


def paper(language="en", template=TEMPLATE, frame=FRAME, **data):
    return print_pdf(template, {**DATA, **data}, language=language, frame=frame)


@pytest.mark.parametrize(("language", "who"), [("en", "Who"), ("id", "Siapa"), ("km", "នរណា")])
def test_a_paper_says_what_it_was_given_in_its_frame(language, who):
    text = text_of(paper(language))
    for said in ("A paper", "Siti", who, "Embassy of Nowhere", "ID-2026-000001", "24 November 2026"):
        assert said in text
    assert "Nothing" not in text


@pytest.mark.parametrize(
    "wrote",
    ['#read("/etc/passwd")', "#panic()", "*bold* _it_ $x^2$ @label <b>", '"] #eval("1+1")', "\\u{41} `code` // x"],
)
def test_what_somebody_wrote_is_text_and_never_runs(wrote):
    assert " ".join(wrote.split()) in text_of(paper(who=wrote))


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị Ánh", "王小明", "漢字", "สมชาย", "မောင်မောင်", "ສົມສັກ", "វណ្ណា", "a\u200bb", "×✓"],
)
def test_a_name_in_a_script_of_the_region_is_printed(name):
    assert unshown(name) == ()
    assert "[?]" not in text_of(paper(who=name))


def test_what_no_font_has_is_marked_and_said():
    text = text_of(paper(who="Kim 김철수 😀"))
    assert "Kim [?] [?]" in text
    assert "Some characters cannot be printed" in text
    assert unshown("김철수 김 a") == ("김", "철", "수")
    assert "cannot be printed" not in text_of(paper(who="[?]"))


def test_pages_are_counted():
    text = text_of(paper(text="\n".join(["line"] * 120)))
    assert "Page 1 of 3" in text
    assert "Page 3 of 3" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_input_gives_equal_bytes(language):
    assert paper(language) == paper(language)
    assert paper(language) != paper(language, who="Rahma")


@pytest.mark.parametrize("classification", CLASSIFICATIONS)
def test_every_classification_can_be_printed(classification):
    assert paper(frame=replace(FRAME, classification=classification)).startswith(b"%PDF")


def test_pages_can_be_drawn_to_look_at():
    drawn = draw_pages(TEMPLATE, {**DATA, "text": "line\n" * 60}, language="km", frame=FRAME)
    assert [page[:4] for page in drawn] == [b"\x89PNG"] * 2


def write(folder: Path, source: str, words: str = "words: {}") -> Path:
    (folder / "template").mkdir()
    (folder / "template" / "main.typ").write_text(source)
    (folder / "template" / "words.yaml").write_text(words)
    return folder


def test_an_authority_replaces_a_template_by_its_own(tmp_path):
    own = read_template(
        HERE, "template", own=write(tmp_path, '#import "frame.typ": *\n#show: frame\nOurs: #data.who')
    )
    assert "Ours: Siti" in text_of(paper(template=own))
    assert read_template(HERE, "template", own=tmp_path / "none") == TEMPLATE


@pytest.mark.parametrize(
    ("source", "words", "problem"),
    [
        ('#import "@preview/anything:1.0.0": *', "words: {}", "packages"),
        ("x", "words: {a: {en: A}}", "a lacks id, km"),
        ("x", "wrong: [", "cannot be read"),
        ("x", "words: []", "no words"),
    ],
)
def test_a_template_that_cannot_be_used_says_why(tmp_path, source, words, problem):
    with pytest.raises(TemplateBroken) as caught:
        read_template(HERE, "template", own=write(tmp_path, source, words))
    assert problem in str(caught.value.details["problem"])


@pytest.mark.parametrize("source", ["#data.not-there", '#read("/etc/passwd")', '#read("../../secret")', "#{"])
def test_a_template_with_a_fault_is_refused_and_reads_nothing_of_the_machine(tmp_path, source):
    broken = read_template(HERE, "template", own=write(tmp_path, f'#import "frame.typ": *\n{source}'))
    with pytest.raises(TemplateBroken) as caught:
        paper(template=broken)
    assert caught.value.details["problem"]
