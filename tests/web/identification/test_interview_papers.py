"""The interview on paper: blank with every question, filled with what she said; what was not asked stays open."""

import os
from pathlib import Path

import pytest

from pulang.identification.actions import read_consent, save_answer
from pulang.identification.answers import Answer, UrgentRisk
from pulang.identification.interviewing import EvidenceKind
from pulang.identification.questions import load_questions
from pulang.printing import LANGUAGES, read_template
from tests.printing.paper import text_of
from tests.web.world import sign_in


def keep(content: bytes, name: str) -> bytes:
    if folder := os.environ.get("PULANG_PICTURES"):
        (Path(folder) / f"{name}.pdf").write_bytes(content)
    return content


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_interview_has_every_question(committed_cast, language):
    client = sign_in(committed_cast.officer)
    answer = client.get(f"/interviews/blank/?language={language}")
    content = keep(answer.content, f"blank-{language}")
    assert (answer.status_code, content[:5]) == (200, b"%PDF-")
    if language != "km":  # who reads the text back takes Khmer clusters apart; a person looks at them
        text = text_of(content)
        for section in load_questions().sections:
            for question in section.questions:
                first = question.ask[language].split()[:3]
                assert " ".join(first) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_tells_what_she_said_and_what_stays_open(committed_cast, interview, language):
    officer = committed_cast.officer
    read_consent(officer, interview_id=interview.pk, given=True)
    items = list(load_questions().items())
    said = {"interview_id": interview.pk, "evidence": ["said", "paper"]}
    save_answer(officer, **said, item=items[0].id, answer="yes", quotation="They wait outside. #panic()")
    save_answer(officer, **said, item=items[1].id, answer="refused")
    answer = sign_in(officer).get(f"/interviews/{interview.pk}/paper/?language={language}")
    text = text_of(keep(answer.content, f"summary-{language}"))
    assert "They wait outside. #panic()" in text
    if language == "en":
        assert "refused to answer" in text
        assert "Indonesian" in text
        assert "Not asked is never no" in text
        assert text.index(" ".join(items[-1].text["en"].split()[:3])) > text.index("Not asked is never no")


def test_the_summary_has_a_word_for_every_answer_evidence_and_risk():
    from importlib.resources import files

    home = files("pulang.identification") / "data" / "papers"
    words = read_template(home, "interview_summary").words["en"]
    wanted = {answer.value for answer in Answer}
    wanted |= {f"evidence_{kind}" for kind in EvidenceKind} | {f"risk_{risk}" for risk in UrgentRisk}
    assert not wanted - words.keys()


def test_papers_of_an_interview_are_not_there_for_others(committed_cast, interview):
    for stranger in (committed_cast.colleague, committed_cast.shelter_worker):
        assert sign_in(stranger).get(f"/interviews/{interview.pk}/paper/").status_code == 404
    assert sign_in(committed_cast.shelter_worker).get("/interviews/blank/").status_code == 404
