"""What she was made to do, sanctions, and the letter: it rests on a decision and invents no rule."""

import os
from datetime import date
from pathlib import Path

import pytest

from pulang.access.permissions import Section
from pulang.cases.actions import add_member, make_decision, read_file
from pulang.cases.queries import case_page_for
from pulang.identification.nonpunishment.actions import record_act, record_sanction, withdraw_act
from pulang.identification.nonpunishment.errors import NoRuleInForce, NothingToRecommend, NoVictimDecision
from pulang.identification.nonpunishment.queries import nonpunishment_for
from pulang.identification.papers import issue_letter, preview_letter
from pulang.lib.errors import Invalid, NotAllowed, NotFound
from tests.printing.paper import text_of

ACT = {
    "kind": "online_scam",
    "what": "Wrote to strangers as a rich woman, 14 hours a day.",
    "when": "March to September 2026",
    "compulsions": ["debt", "violence"],
    "compulsion": "Beaten with a cable when she sold nothing.",
    "link": "direct",
}
TO = {"addressee": "Directorate of Immigration", "country": "IDN", "language": "en", "on": date(2026, 9, 30)}


def decide(actor, case, outcome="victim"):
    elements = {"act": "established", "means": "established", "purpose": "established"}
    return make_decision(actor, case_id=case.pk, outcome=outcome, **elements, reasons="Heard alone.")


def letter(cast, case, **more):
    file = issue_letter(cast.officer, case_id=case.pk, **{**TO, **more})
    content = b"".join(read_file(cast.officer, case_id=case.pk, file_id=file.pk).pieces)
    if pictures := os.environ.get("PULANG_PICTURES"):
        (Path(pictures) / f"letter-{more.get('language', 'en')}.pdf").write_bytes(content)
    return text_of(content)


def test_an_act_says_what_under_which_compulsion_and_how_it_is_linked(cast, case):
    act = record_act(cast.officer, case_id=case.pk, **ACT)
    record_sanction(
        cast.officer, case_id=case.pk, act_id=act.pk, kind="overstay_fine", state="imposed", authority="Immigration"
    )
    found = nonpunishment_for(cast.officer, case.pk)
    assert (found.acts[0].what, found.acts[0].compulsions) == (ACT["what"], ["debt", "violence"])
    assert found.sanctions[0].act_id == act.pk


@pytest.mark.parametrize(
    "wrong", [{"kind": "x"}, {"what": " "}, {"compulsions": ["x"]}, {"compulsions": []}, {"link": "x"}]
)
def test_an_act_linked_to_the_trafficking_names_its_compulsion(cast, case, wrong):
    with pytest.raises(Invalid) as caught:
        record_act(cast.officer, case_id=case.pk, **{**ACT, **wrong})
    assert caught.value.field in wrong


def test_an_act_that_is_not_linked_needs_no_compulsion(cast, case):
    assert record_act(cast.officer, case_id=case.pk, **{**ACT, "link": "none", "compulsions": []})


def test_an_act_taken_back_stays_readable_and_out_of_the_letter(cast, case):
    decide(cast.officer, case)
    act = record_act(cast.officer, case_id=case.pk, **ACT)
    withdraw_act(cast.officer, case_id=case.pk, act_id=act.pk, reason="Misheard.")
    assert nonpunishment_for(cast.officer, case.pk).acts[0].withdrawn_because == "Misheard."
    with pytest.raises(NothingToRecommend):
        issue_letter(cast.officer, case_id=case.pk, **TO)


def test_members_without_the_section_see_nothing_of_it(cast, case):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    record_act(cast.officer, case_id=case.pk, **ACT)
    with pytest.raises(NotFound):
        nonpunishment_for(cast.colleague, case.pk)
    with pytest.raises(NotFound):
        record_act(cast.colleague, case_id=case.pk, **ACT)
    assert not [e for e in case_page_for(cast.colleague, case.pk).timeline if e.kind.startswith("nonpunishment")]
    with pytest.raises(NotAllowed):
        record_act(cast.shelter_worker, case_id=case.pk, **ACT)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Law 21/2007, article 18", "to be confirmed by a lawyer", "Debt, Violence", "Directorate"]),
        ("id", ["UU 21/2007, pasal 18", "Utang, Kekerasan", "Denda melebihi izin tinggal: Dijatuhkan"]),
        ("km", ["Siti Aminah"]),
    ],
)
def test_the_letter_names_the_acts_and_cites_the_rules_of_the_country(cast, case, language, said):
    decide(cast.officer, case)
    record_act(cast.officer, case_id=case.pk, **ACT)
    fine = {"kind": "overstay_fine", "state": "imposed", "authority": "Immigration"}
    record_sanction(cast.officer, case_id=case.pk, **fine)
    text = letter(cast, case, language=language)
    for words in [*said, "14 hours a day", case.number]:
        assert words in text


def test_a_letter_that_is_asked_for_twice_is_made_and_told_once(cast, case):
    decide(cast.officer, case)
    record_act(cast.officer, case_id=case.pk, **ACT)
    first, again = (issue_letter(cast.officer, case_id=case.pk, **TO, once="letter-1") for _ in range(2))
    assert first.pk == again.pk
    page = case_page_for(cast.officer, case.pk)
    assert [entry.kind for entry in page.timeline].count("nonpunishment.letter") == 1
    assert len(page.files) == 1


def test_a_letter_is_looked_at_before_it_is_made_and_nothing_is_kept(cast, case):
    with pytest.raises(NoVictimDecision):
        preview_letter(cast.officer, case.pk, **TO)
    decide(cast.officer, case)
    record_act(cast.officer, case_id=case.pk, **{**ACT, "what": "Wrote as 王小明 and as 김철수."})
    seen = preview_letter(cast.officer, case.pk, **TO)
    assert [page[:4] for page in seen.pages] == [b"\x89PNG"]
    assert seen.unshown == ("김", "철", "수")
    assert case_page_for(cast.officer, case.pk).files == ()
    text = letter(cast, case)
    assert "No. ID-NP-2026-" in text
    assert "王小明 and as [?]" in text
    assert "Some characters cannot be printed" in text


def test_for_cambodia_no_article_is_invented(cast, case):
    decide(cast.officer, case, "presumed_victim")
    record_act(cast.officer, case_id=case.pk, **ACT)
    text = letter(cast, case, country="KHM")
    assert "ASEAN Convention against Trafficking in Persons, article 14 (7)" in text
    assert "21/2007" not in text
    assert "Cambodian law" not in text
    with pytest.raises(NoRuleInForce):
        issue_letter(cast.officer, case_id=case.pk, **{**TO, "country": "KHM", "on": date(2010, 1, 1)})


@pytest.mark.parametrize("outcome", ["not_victim", "cannot_tell"])
def test_without_a_decision_that_she_is_a_victim_there_is_no_letter(cast, case, outcome):
    record_act(cast.officer, case_id=case.pk, **ACT)
    with pytest.raises(NoVictimDecision):
        issue_letter(cast.officer, case_id=case.pk, **TO)
    decide(cast.officer, case, outcome)
    with pytest.raises(NoVictimDecision):
        issue_letter(cast.officer, case_id=case.pk, **TO)
