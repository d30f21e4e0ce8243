"""Answers: nothing that was said is lost or overwritten, and no red flag waits."""

import pytest

from pulang.access.permissions import Section
from pulang.cases.actions import add_file, add_member, add_task, open_case, set_urgency
from pulang.cases.queries import case_page_for, queue_for
from pulang.db.context import acting_as
from pulang.identification.answers import Answer
from pulang.identification.models import InterviewAnswer
from pulang.identification.queries import interview_summary_for
from pulang.lib.errors import Invalid, NotFound
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.web.objects import PDF

pytestmark = pytest.mark.usefixtures("interview")


@pytest.fixture
def colleague(cast, case):
    """An officer of the police who works on the same interview."""
    sections = [Section.INTERVIEW, Section.IDENTITY]
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=sections)
    return cast.colleague


def item(cast, interview, name):
    return interview_summary_for(cast.officer, interview.pk).item(name)


def test_an_answer_is_kept_with_its_evidence(cast, interview, say):
    say("violence", "yes", evidence=["photo", "said"], quotation=" with a cable ", confidence="high")
    (answer,) = item(cast, interview, "violence").answers
    assert (answer.answer, answer.evidence, answer.quotation, answer.confidence, answer.officer) == (
        Answer.YES,
        ("said", "photo"),
        "with a cable",
        "high",
        "Officer",
    )


def test_the_same_answer_again_has_no_second_effect(cast, interview, say):
    first = say("violence", "yes", quotation="x")
    again = say("violence", "yes", quotation="x")
    assert first.answer.pk == again.answer.pk
    assert (
        say("violence", "no", base=1, once="tap-1").answer.pk
        == say("violence", "no", base=1, once="tap-1").answer.pk
    )


def test_an_earlier_answer_stays_in_the_chain(cast, interview, say):
    first = say("violence", "no")
    say("violence", "yes", base=first.version)
    assert [each.answer for each in item(cast, interview, "violence").answers] == [Answer.YES]
    with acting_as(cast.officer):
        rows = InterviewAnswer.objects.filter(item="violence").select_related("case").order_by("version")
        assert [row.said["answer"] for row in rows] == ["no", "yes"]


def test_the_database_refuses_to_change_or_delete_what_was_said(cast, interview, say):
    say("violence", "yes")
    with acting_as(cast.officer):
        assert InterviewAnswer.objects.update(item="scars") == 0
        assert InterviewAnswer.objects.filter(item="violence").count() == 1


def test_two_officers_in_the_same_interview_lose_nothing(cast, interview, say, colleague):
    seen = say("could_not_leave", "unknown").version
    mine = say("could_not_leave", "yes", base=seen, quotation="the gate was locked")
    theirs = say("could_not_leave", "no", actor=colleague, base=seen, quotation="she went to the shop")
    assert mine.beside == ()
    assert [each.pk for each in theirs.beside] == [mine.answer.pk]
    both = item(cast, interview, "could_not_leave")
    assert both.contradictory
    assert [each.quotation for each in both.answers] == ["the gate was locked", "she went to the shop"]
    say("watched", "yes", actor=colleague)
    say("bars_and_guards", "yes")
    assert item(cast, interview, "watched").answers
    assert item(cast, interview, "bars_and_guards").answers


def test_whoever_has_seen_both_versions_settles_them(cast, interview, say, colleague):
    say("watched", "yes")
    stale = say("watched", "no", actor=colleague, base=0)
    settled = say("watched", "yes", base=stale.version, quotation="guards on every floor")
    assert settled.beside == ()
    assert [each.quotation for each in item(cast, interview, "watched").answers] == ["guards on every floor"]


def test_settling_for_what_was_said_before_settles_it_too(cast, interview, say, colleague):
    say("watched", "yes")
    stale = say("watched", "no", actor=colleague, base=0)
    assert say("watched", "yes", base=stale.version).beside == ()


def test_a_retry_on_a_stale_base_adds_nothing(cast, interview, say, colleague):
    say("watched", "yes")
    say("watched", "no", actor=colleague, base=0)
    say("watched", "no", actor=colleague, base=0)
    assert len(item(cast, interview, "watched").answers) == 2


def test_what_she_herself_drafted_meanwhile_is_no_other_version(cast, interview, say):
    say("scars", "yes", base=0, quotation="on the")
    say("scars", "yes", base=0, quotation="on the back")
    assert say("scars", "yes", base=0, quotation="on the back and arms").beside == ()
    assert [each.quotation for each in item(cast, interview, "scars").answers] == ["on the back and arms"]


def test_a_ticked_risk_raises_the_case_the_queue_and_a_task_at_once(cast, case, interview, say):
    task = add_task(cast.officer, case_id=case.pk, code="call_family")
    other = add_task(cast.officer, case_id=case.pk, code="find_interpreter")
    say("danger_now", "yes")
    page = case_page_for(cast.officer, case.pk)
    assert (page.case.urgency, page.case.risks) == ("danger", ["danger_now"])
    raised = {each.pk: each for each in page.tasks}
    assert {raised[each.pk].urgency for each in (task, other)} == {"danger"}
    assert raised[task.pk].due_at < task.due_at
    assert "make_safe" in {row.code for row in queue_for(cast.officer).rows if row.urgency == "danger"}


@pytest.mark.parametrize(
    ("name", "risk", "urgency", "task"),
    [
        ("injured", "injured", "urgent", "see_doctor"),
        ("ill", "ill", "urgent", "see_doctor"),
        ("pregnant", "pregnant", "urgent", "see_doctor"),
        ("thinks_of_self_harm", "self_harm", "danger", "stay_with_person"),
        ("is_or_has_child", "child", "urgent", "protect_child"),
        ("family_threatened_now", "family_threatened", "urgent", "protect_family"),
        ("debt_collectors_now", "debt_collectors", "urgent", "stop_collectors"),
    ],
)
def test_each_risk_says_how_fast(cast, case, interview, say, name, risk, urgency, task):
    say(name, "yes")
    page = case_page_for(cast.officer, case.pk)
    assert (page.case.urgency, page.case.risks) == (urgency, [risk])
    assert task in {each.code for each in page.tasks}


@pytest.mark.parametrize("answer", ["no", "unknown", "not_asked", "refused"])
def test_what_is_not_a_yes_raises_nothing(cast, case, interview, say, answer):
    say("danger_now", answer)
    assert case_page_for(cast.officer, case.pk).case.urgency == "normal"


def test_a_risk_is_never_lowered_by_an_answer(cast, case, interview, say):
    first = say("danger_now", "yes")
    say("danger_now", "no", base=first.version)
    say("injured", "yes")
    page = case_page_for(cast.officer, case.pk)
    assert (page.case.urgency, page.case.risks) == ("danger", ["danger_now", "injured"])


def test_a_correction_of_the_wording_does_not_undo_what_an_officer_judged(cast, case, interview, say):
    first = say("danger_now", "yes")
    set_urgency(cast.officer, case_id=case.pk, urgency="normal")
    say("danger_now", "yes", base=first.version, quotation="the man at the door")
    assert case_page_for(cast.officer, case.pk).case.urgency == "normal"


def test_a_yes_beside_a_no_is_a_red_flag_all_the_same(cast, case, interview, say, colleague):
    say("danger_now", "no")
    say("danger_now", "yes", actor=colleague, base=0)
    assert case_page_for(cast.officer, case.pk).case.urgency == "danger"


def test_an_unknown_item_is_not_there(say):
    with pytest.raises(NotFound):
        say("favourite_colour", "yes")


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "maybe"},
        {"answer": ""},
        {"answer": "yes", "evidence": ["rumour"]},
        {"answer": "yes", "confidence": "very"},
        {"answer": "yes", "quotation": "x" * 4001},
    ],
)
def test_what_cannot_be_kept_is_refused(say, wrong):
    with pytest.raises(Invalid):
        say("violence", **wrong)


def test_a_paper_or_photo_points_to_a_file_of_the_case(cast, case, interview, say):
    file = add_file(cast.officer, case_id=case.pk, name="contract.pdf", content=PDF)
    say("violence", "yes", evidence=["paper"], file=file.pk)
    shown = interview_summary_for(cast.officer, interview.pk)
    assert shown.item("violence").answers[0].file == file.pk
    assert shown.files == ((file.pk, "contract.pdf"),)


def test_a_file_of_another_case_or_without_a_paper_is_refused(cast, case, say):
    person = register_person(cast.officer, draft=PersonDraft(name="Dewi"))
    other = open_case(cast.officer, person_id=person.pk)
    file = add_file(cast.officer, case_id=other.pk, name="contract.pdf", content=PDF)
    with pytest.raises(Invalid, match="file"):
        say("violence", "yes", evidence=["paper"], file=file.pk)
    own = add_file(cast.officer, case_id=case.pk, name="contract.pdf", content=PDF)
    with pytest.raises(Invalid, match="file"):
        say("violence", "yes", evidence=["said"], file=own.pk)
