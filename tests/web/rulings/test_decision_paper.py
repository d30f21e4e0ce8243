"""The decision as PDF: it says what was decided in each language, and to strangers it is not there."""

import os
from pathlib import Path

import pytest

from pulang.cases.actions import make_decision
from tests.printing.paper import text_of

ELEMENTS = {"act": "established", "means": "indicated", "purpose": "established"}


@pytest.fixture
def decided(committed_cast, case):
    made = make_decision(
        committed_cast.officer,
        case_id=case.pk,
        outcome="presumed_victim",
        **ELEMENTS,
        standard="reasonable_grounds",
        laws=["palermo_3b", "idn_21_2007_18"],
        reasons='Heard alone.\n#panic("x") *taken* passport',
    )
    return f"/cases/{case.pk}/decisions/{made.pk}/paper/"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ["Presumed victim", "Palermo Protocol, article 3 (b)", "to be confirmed by", "Page 1 of 1"],
        ),
        ("id", ["Terduga korban", "Protokol Palermo, pasal 3 (b)", "Dugaan yang beralasan", "Halaman 1 dari 1"]),
        ("km", ["2026"]),  # poppler takes Khmer clusters apart; a person looks at them
    ],
)
def test_the_paper_says_what_was_decided(officer, case, decided, language, said):
    answer = officer.get(f"{decided}?language={language}")
    assert answer["Content-Type"] == "application/pdf"
    if folder := os.environ.get("PULANG_PICTURES"):
        (Path(folder) / f"decision-{language}.pdf").write_bytes(answer.content)
    text = text_of(answer.content)
    for words in [*said, "Siti Aminah", case.number, '#panic("x") *taken* passport']:
        assert words in text


def test_a_language_without_papers_and_a_stranger_find_nothing(officer, colleague, decided):
    assert officer.get(f"{decided}?language=fr").status_code == 404
    assert colleague.get(f"{decided}").status_code == 404
