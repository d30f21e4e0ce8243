"""The question bank: it reaches every list, hurts as little as it can, and never turns silence into a no."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.identification import questions
from pulang.identification.answers import AFFIRMED_FORMS, Answer, Form, MadeToDo, Role, Sanction, UrgentRisk
from pulang.identification.errors import DataBroken, InstrumentNotFound, UnknownIndicator
from pulang.identification.gathering import answers_to_indicators, items_for, submission_from
from pulang.identification.instruments import load_instrument
from pulang.identification.questions import load_questions, read_questions
from pulang.identification.scoring import ADULT, CHILD, SIGNS, assess
from tests.identification.worked import N, Y

BANK = load_questions()
ITEMS = {item.id: item for item in BANK.items()}
FILE = Path(questions.__file__).parent / "data" / "questions" / "1.0.yaml"


@pytest.mark.parametrize("name", [ADULT, CHILD, SIGNS, "founding_indicators", "ilo_11_forced_labour"])
def test_every_indicator_is_fed_by_some_item(name: str) -> None:
    fed = {indicator for item in BANK.items() for instrument, indicator in item.feeds if instrument == name}
    assert {i.id for i in load_instrument(name).indicators} <= fed


def test_every_act_of_the_protocol_is_asked_for() -> None:
    fed = {indicator for item in BANK.items() for _, indicator in item.feeds}
    assert {i.id for i in load_instrument("palermo_elements").indicators if i.dimension == "act"} <= fed


def test_every_risk_act_and_sanction_can_be_ticked() -> None:
    assert {item.urgent_risk for item in BANK.items()} - {None} == set(UrgentRisk)
    assert {item.made_to_do for item in BANK.items()} - {None} == set(MadeToDo)
    assert {item.sanction for item in BANK.items()} - {None} == set(Sanction)
    assert {item.form for item in BANK.items()} - {None} == set(AFFIRMED_FORMS) - {Form.OTHER}


def test_the_sections_stand_in_an_order_that_does_not_hurt() -> None:
    assert [section.id for section in BANK.sections] == [
        "safety",
        "consent",
        "who_you_are",
        "offer",
        "journey",
        "arrival",
        "work",
        "freedom",
        "money",
        "harm",
        "made_to_do",
        "now_and_needs",
    ]


def test_urgent_risks_are_asked_first() -> None:
    risky = [s.id for s in BANK.sections for q in s.questions for i in q.items if i.urgent_risk]
    assert set(risky) == {"safety"}


def test_silence_leaves_everything_open() -> None:
    gathered = answers_to_indicators(BANK, [])
    for answers in gathered.indicators.values():
        assert set(answers.values()) == {Answer.NOT_ASKED}
    found = assess(submission_from(BANK, gathered, age=30, evidence={}))
    assert (found.result, found.open, found.could_become) == ("no_indication", True, "trafficking_indicated")


def test_one_item_feeds_every_list_that_it_bears_on() -> None:
    gathered = answers_to_indicators(BANK, [("papers_held", Y)])
    found = {(name, i) for name, answers in gathered.indicators.items() for i, a in answers.items() if a is Y}
    assert found == {
        (ADULT, "CD01"),
        (CHILD, "CD01"),
        (SIGNS, "SC-M02"),
        ("founding_indicators", "HT1a"),
        ("founding_indicators", "FL7"),
        ("ilo_11_forced_labour", "retention_of_identity_documents"),
    }


def test_an_indicator_is_absent_only_if_all_its_items_are_no() -> None:
    items = [item.id for item in BANK.items() if (ADULT, "CD04") in item.feeds]
    assert len(items) > 1
    some = answers_to_indicators(BANK, [(items[0], N)])
    all_ = answers_to_indicators(BANK, [(item, N) for item in items])
    assert some.indicators[ADULT]["CD04"] is Answer.NOT_ASKED
    assert all_.indicators[ADULT]["CD04"] is N


@given(st.lists(st.tuples(st.sampled_from(sorted(ITEMS)), st.sampled_from(list(Answer))), max_size=60))
def test_an_indicator_is_no_only_where_every_item_was_denied(given_: list[tuple[str, Answer]]) -> None:
    gathered = answers_to_indicators(BANK, given_)
    for name, answers in gathered.indicators.items():
        for indicator, answer in answers.items():
            said = [
                {a for i, a in given_ if i == item.id} for item in ITEMS.values() if (name, indicator) in item.feeds
            ]
            clear_yes = any(Y in each and N not in each for each in said)
            assert (answer is Y) is clear_yes
            assert (answer is N) is (not clear_yes and all(N in each and Y not in each for each in said))


def test_two_people_who_contradict_each_other_are_shown() -> None:
    gathered = answers_to_indicators(BANK, [("papers_held", Y), ("papers_held", N)])
    assert gathered.contradictory == ("papers_held",)
    assert gathered.indicators[ADULT]["CD01"] is Answer.UNKNOWN
    assert "CD01" in assess(submission_from(BANK, gathered, age=30, evidence={})).contradictions


def test_items_that_exclude_each_other_are_shown_and_both_stand() -> None:
    gathered = answers_to_indicators(BANK, [("free_and_paid", Y), ("could_not_leave", Y)])
    assert gathered.conflicts == (("free_and_paid", "could_not_leave"),)
    assert gathered.indicators[ADULT]["CD03"] is Y
    assert gathered.indicators[SIGNS]["SC-N02"] is Y


def test_an_interview_becomes_an_assessment() -> None:
    yes = "lied_work lied_pay long_hours low_or_no_pay papers_held could_not_leave was_recruited injured detained"
    gathered = answers_to_indicators(BANK, [(item, Y) for item in yes.split()])
    found = assess(submission_from(BANK, gathered, age=23, evidence={}))
    assert (found.result, found.palermo["act"]) == ("trafficking_indicated", "established")
    assert found.urgent_risks == (UrgentRisk.INJURY,)
    assert found.non_punishment_question


def test_forms_and_forced_crime_need_evidence() -> None:
    gathered = answers_to_indicators(BANK, [("servant", Y), ("forced_scam", Y), ("recruited_others", Y)])
    without = submission_from(BANK, gathered, age=30, evidence={})
    with_ = submission_from(BANK, gathered, age=30, evidence={"servant": ("paper",), "forced_scam": ("chat",)})
    assert without.forms == ()
    assert without.made_to_do == ("online_scam", "recruit_others")
    assert without.role is Role.FORCED_RECRUITER
    assert assess(without).forms == ()
    assert set(assess(with_).forms) == {Form.SERVITUDE, Form.FORCED_CRIMINALITY}


def test_an_unknown_age_carries_the_indicators_of_both_lists() -> None:
    gathered = answers_to_indicators(BANK, [("no_social_protection", Y)])
    found = assess(submission_from(BANK, gathered, age=None, evidence={}))
    assert found.other_rule is not None
    assert submission_from(BANK, gathered, age=12, evidence={}).answers.keys() == {
        i.id for i in load_instrument(CHILD).indicators
    }


def test_what_would_settle_a_result_leads_back_to_items() -> None:
    assert items_for(BANK, ["CD01", "DR10"]) == ("lied_schooling", "papers_held")


def test_an_item_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownIndicator) as caught:
        answers_to_indicators(BANK, [("shoe_size", Y)])
    assert caught.value.details["indicators"] == ("shoe_size",)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("feeds: [HT1b]", "feeds: [HT9z]", "no instrument has an indicator HT9z"),
        ("- id: injured", "- id: ill", "the item ill occurs more than once"),
        ("excludes: [could_not_leave", "excludes: [could_fly", "could_fly, which is no item"),
        ("urgent_risk: injury", "urgent_risk: sadness", "sadness"),
    ],
)
def test_a_broken_bank_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = FILE.read_text("utf-8")
    assert old in text
    (tmp_path / "1.0.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataBroken, match=says):
        read_questions(tmp_path / "1.0.yaml")


def test_a_version_that_is_not_there_is_named() -> None:
    with pytest.raises(InstrumentNotFound):
        load_questions("9.9")
