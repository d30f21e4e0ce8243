"""Assessments side by side: a list that is only shown disagrees with nobody."""

from pulang.identification.answers import Submission
from pulang.identification.checklist import checklist_as_dict, read_checklist
from pulang.identification.comparing import compare
from pulang.identification.instruments import load_instrument
from pulang.identification.questions import load_questions
from pulang.identification.scoring import as_dict, assess
from tests.identification.worked import Y, told

BASIS = {"items": {}, "contradictory": ()}


def side_by_side(*results):
    found = compare(load_questions(), results, [BASIS] * len(results))
    return {(row.group, row.name): row for row in found.rows}


def scored(**yes):
    return as_dict(assess(told(**yes)))


def test_a_checklist_has_no_result_to_disagree_about():
    list_ = load_instrument("ilo_11_forced_labour")
    shown = checklist_as_dict(read_checklist(Submission(age=30, answers={"deception": Y}), list_))
    rows = side_by_side(scored(yes="DR01 DR02 EX01 EX02 CD01 CD03"), shown)
    assert rows["result", "result"].values == ("trafficking_indicated", "")
    assert not rows["result", "result"].differs
    assert rows["ilo11", "deception"].values == ("present", "present")
    assert rows["dimensions", "exploitation"].values == ("positive", "")
    assert ("dimensions", "forced_labour") not in rows


def test_two_results_that_differ_are_marked():
    rows = side_by_side(scored(yes="EX01 EX02"), scored(yes="EX01 EX02 CD01 CD03"))
    assert rows["result", "result"].differs
    assert rows["dimensions", "coercion_destination"].differs
    assert not rows["dimensions", "exploitation"].differs
