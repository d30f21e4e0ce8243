"""The public worked cases, and own cases for what they leave out: lines 6 and 7, children, unknown age."""

import pytest

from pulang.identification.answers import Submission
from pulang.identification.scoring import as_dict, assess
from tests.identification.worked import Form, N, Role, Sanction, UrgentRisk, Y, everything, told, worked_cases


def test_every_worked_case_gives_the_expected_outcome() -> None:
    for name, submission, expected in worked_cases():
        found = as_dict(assess(submission))
        assert {key: found[key] for key in expected} == expected, name


# DR01+DR02, CR01+CR02, RV01..03, EX01+EX02, CD01+CD03, VD01..03 make their dimension positive, each by itself.
DR, CR, RV = "DR01 DR02 ", "CR01 CR02 ", "RV01 RV02 RV03 "
EX, CD, AD = "EX01 EX02 ", "CD01 CD03 ", "VD01 VD02 VD03 "


@pytest.mark.parametrize(
    ("yes", "line", "result"),
    [
        (DR + EX + CD, 1, "trafficking_indicated"),
        (CR + EX + CD, 1, "trafficking_indicated"),
        (EX + CD + AD, 2, "trafficking_indicated"),
        (RV + EX + CD, 2, "trafficking_indicated"),
        (EX + CD, 3, "trafficking_by_harbouring_refer"),
        (RV + EX + AD, 4, "trafficking_by_vulnerability_refer"),
        (CR + EX, 5, "deception_or_coercion_and_exploitation"),
        (RV + EX, 6, "exploitation_of_vulnerability_refer"),
        (EX + AD, 6, "exploitation_of_vulnerability_refer"),
        (DR + CD, 7, "coercion_without_exploitation_refer"),
        (RV + CD + AD, 7, "coercion_without_exploitation_refer"),
        (CD + AD, 8, "coercion_only_refer"),
        (EX, 9, "exploited_worker"),
        (AD, 10, "recruitment_abuse_only"),
        (DR + CR + RV + AD, 10, "recruitment_abuse_only"),
        ("", 11, "no_indication"),
    ],
)
def test_an_adult_reaches_each_line(yes: str, line: int, result: str) -> None:
    found = assess(told(30, yes=yes, no=True))
    assert (found.line, found.result, found.open, found.could_become) == (line, result, False, None)


@pytest.mark.parametrize(
    ("yes", "act", "result"),
    [
        (EX, True, "child_trafficking_indicated"),
        (EX + DR + CR + CD, False, "child_exploitation_refer"),
        ("DR01 DR10 ", True, "child_at_risk_refer"),
        (AD, False, "child_at_risk_refer"),
        ("", True, "no_indication"),
    ],
)
def test_a_child_needs_no_means(yes: str, act: bool, result: str) -> None:
    found = assess(told(15, yes=yes, no=True, act=act))
    assert (found.result, found.open, found.palermo["means"]) == (result, False, "not_required")
    assert found.consent_irrelevant


def test_a_child_of_whom_little_is_known_stays_open() -> None:
    found = assess(told(12, act=True))
    assert (found.result, found.open, found.could_become) == ("no_indication", True, "child_trafficking_indicated")


def test_an_act_that_is_not_known_is_not_taken_for_granted() -> None:
    found = assess(told(12, act=False))
    assert (found.result, found.could_become) == ("no_indication", "child_exploitation_refer")


def test_an_unknown_age_shows_both_rules_and_the_child_rule_leads() -> None:
    found = assess(told(None, yes=EX, act=True))
    assert (found.instrument, found.result) == ("delphi_child_labour", "child_trafficking_indicated")
    assert found.other_rule is not None
    assert (found.other_rule.instrument, found.other_rule.result) == ("delphi_adult_labour", "exploited_worker")


def test_the_adult_rule_leads_where_the_child_rule_gives_no_indication() -> None:
    # RV07 and EX06 stand in the list for adults only.
    answers = {**everything(N), **dict.fromkeys(("RV01", "RV02", "RV07"), Y)}
    found = assess(Submission(age=None, answers=answers))
    assert (found.instrument, found.result) == ("delphi_adult_labour", "recruitment_abuse_only")
    assert found.other_rule is not None
    assert found.other_rule.result == "no_indication"


def test_knowing_of_the_work_does_not_take_the_result_away() -> None:
    found = assess(told(30, yes=EX + CD, no=True, signs=("SC-N01",)))
    assert found.result == "trafficking_by_harbouring_refer"
    assert found.consent_irrelevant


def test_forced_crime_without_evidence_is_named_and_not_counted() -> None:
    yes = DR + "CD01 CD03 CD05"
    without = assess(told(30, yes=yes, no=True))
    with_ = assess(told(30, yes=yes, no=True, evidence={"CD05": ("written_orders",)}))
    assert (without.forms, without.evidence_missing, without.line) == ((), ("CD05",), 7)
    assert (with_.forms, with_.evidence_missing, with_.line) == ((Form.FORCED_CRIMINALITY,), (), 1)


def test_an_empty_list_of_evidence_is_no_evidence() -> None:
    assert assess(told(30, yes="CD05", evidence={"CD05": ()})).forms == ()


@pytest.mark.parametrize("form", [Form.SEXUAL_EXPLOITATION, Form.SERVITUDE, Form.ORGAN_REMOVAL, Form.OTHER])
def test_an_affirmed_form_shows_exploitation(form: Form) -> None:
    found = assess(told(30, yes=DR + CD, no=True, forms=(form,)))
    assert (found.line, found.forms, found.palermo["purpose"]) == (1, (form,), "established")


@pytest.mark.parametrize(
    ("yes", "facts", "asked"),
    [
        ("", {"made_to_do": ("online_scam",)}, True),  # an act is enough, whatever the result
        (CD, {"sanctions": (Sanction.FINED,)}, True),
        (EX, {"sanctions": (Sanction.FINED,)}, False),
        (CD, {}, False),
    ],
)
def test_when_the_non_punishment_question_is_asked(yes: str, facts: dict[str, object], asked: bool) -> None:
    assert assess(told(30, yes=yes, no=True, **facts)).non_punishment_question is asked


def test_an_open_result_counts_for_non_punishment_and_double_status() -> None:
    found = assess(told(30, role=Role.TEAM_LEADER, sanctions=(Sanction.CHARGED,)))
    assert found.result == "no_indication"
    assert found.non_punishment_question
    assert found.dual_status


def test_a_worker_has_no_double_status() -> None:
    assert not assess(told(30, yes=EX + CD, role=Role.WORKER)).dual_status


def test_urgent_risks_stand_whatever_the_result() -> None:
    found = assess(told(30, no=True, urgent_risks=(UrgentRisk.SELF_HARM, UrgentRisk.DANGER_NOW)))
    assert found.urgent_risks == (UrgentRisk.DANGER_NOW, UrgentRisk.SELF_HARM)


def test_a_child_is_an_urgent_risk_by_age_alone() -> None:
    assert assess(told(16, no=True)).urgent_risks == (UrgentRisk.CHILD,)


def test_an_answer_that_serves_twice_is_named_once_and_nothing_is_named_too_much() -> None:
    # CD05 shows the exploitation and, with one strong indicator, the coercion: the second strong one is not needed.
    found = assess(told(30, yes=DR + "CD01 CD03 CD05", no=True, evidence={"CD05": ("written_orders",)}))
    assert found.because == ("DR01", "DR02", "CD01", "CD05")
