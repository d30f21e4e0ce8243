"""Completing, undoing and assigning steps: who may, when, and what it leaves behind."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from pulang.access.permissions import Section
from pulang.audit.models import Entry
from pulang.cases.actions import add_member, close_case, open_case
from pulang.cases.errors import CaseClosed
from pulang.cases.models import Task
from pulang.cases.queries import case_page_for, queue_for
from pulang.db.context import acting_as
from pulang.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import begin_way_home, complete_step, open_step, set_step_agency, undo_step
from pulang.repatriation.errors import StepNotReady, StepOfOthers, StepSettled, UndoBlocked, WayNotBegun
from pulang.repatriation.models import Step, StepRecord


def _open_tasks(actor, case) -> set[str]:
    with acting_as(actor):
        return set(Task.objects.filter(case=case, done_at=None).values_list("ref", flat=True))


def test_beginning_gives_all_steps_and_tasks_for_the_ready_ones(cast, case):
    with acting_as(cast.officer):
        assert Step.objects.filter(case=case).count() == 16
    assert _open_tasks(cast.officer, case) == {"step:exit", "step:report"}
    assert {row.code for row in queue_for(cast.officer).rows} == {"step_exit", "step_report"}


def test_beginning_twice_has_one_effect(cast, case):
    begin_way_home(cast.officer, case_id=case.pk)
    with acting_as(cast.officer):
        assert Step.objects.filter(case=case).count() == 16


def test_a_stranger_finds_no_case_to_begin(cast, case):
    with pytest.raises(NotFound):
        begin_way_home(cast.colleague, case_id=case.pk)
    with pytest.raises(NotAllowed):
        begin_way_home(cast.analyst, case_id=case.pk)


def test_a_done_step_moves_the_way_and_the_tasks_on(cast, case, do):
    step = do("report")
    assert (step.state, step.result, step.version, step.done_by) == ("done", "walk_in", 2, "Embassy")
    assert "step:report" not in _open_tasks(cast.officer, case)
    assert {"step:registration", "step:shelter", "step:health"} <= _open_tasks(cast.officer, case)


def test_every_change_is_in_the_audit_and_the_story_as_codes(cast, case, do):
    do("report")
    entry = Entry.objects.filter(scope=case.pk, event="step.changed").order_by("-id")[0]
    assert '"step":"report"' in entry.text
    told = [one for one in case_page_for(cast.officer, case.pk).timeline if one.kind == "step.changed"]
    assert told[0].details["result"] == "walk_in"


def test_no_step_is_done_before_its_conditions(cast, case, do):
    with pytest.raises(StepNotReady) as caught:
        do("splp")
    assert caught.value.details["by"] == "registration"


def test_a_settled_step_is_not_said_again(cast, case, do):
    do("report")
    with pytest.raises(StepSettled):
        do("report", result="hotline")


def test_a_failed_step_keeps_its_task_and_is_tried_again(cast, case, do):
    do("exit", result="still_held")
    assert "step:exit" in _open_tasks(cast.officer, case)
    assert do("exit").state == "done"
    assert "step:exit" not in _open_tasks(cast.officer, case)


def test_a_stale_form_overwrites_nothing_and_learns_what_stands_there(cast, case, do):
    do("exit", result="still_held")
    with pytest.raises(Conflict) as caught:
        complete_step(cast.officer, case_id=case.pk, code="exit", version=1, result="raid")
    assert caught.value.details["version"] == 2
    assert caught.value.details["current"] == {"result": "still_held"}


def test_the_same_submitted_twice_has_one_effect(cast, case):
    for _ in range(2):
        step = complete_step(cast.officer, case_id=case.pk, code="report", version=1, result="walk_in")
    assert step.version == 2
    assert len(open_step(cast.officer, case_id=case.pk, code="report")) == 1


def test_a_step_of_the_police_is_not_the_embassys(cast, case, do):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.shelter.pk, sections=[Section.CARE])
    with pytest.raises(StepOfOthers):
        do("report", actor=cast.shelter_worker)


def test_without_the_section_a_step_cannot_be_recorded(cast, case, do):
    for code in ("report", "registration"):
        do(code)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    with pytest.raises(StepOfOthers) as caught:
        do("early_assessment", actor=cast.colleague)
    assert caught.value.details["section"] == "interview"


def test_undoing_needs_a_reason_and_takes_the_step_back(cast, case, do):
    step = do("report")
    with pytest.raises(Invalid):
        undo_step(cast.officer, case_id=case.pk, code="report", version=step.version, reason=" ")
    undone = undo_step(cast.officer, case_id=case.pk, code="report", version=step.version, reason="another person")
    assert (undone.state, undone.result) == ("open", "")
    assert _open_tasks(cast.officer, case) == {"step:exit", "step:report"}
    newest, before = open_step(cast.officer, case_id=case.pk, code="report")
    assert (newest.note, newest.result, before.result) == ("another person", "", "walk_in")


def test_undoing_waits_for_the_steps_that_rest_on_it(cast, case, do):
    step = do("report")
    do("registration")
    with pytest.raises(UndoBlocked) as caught:
        undo_step(cast.officer, case_id=case.pk, code="report", version=step.version, reason="wrong")
    assert caught.value.details["by"] == "registration"


def test_there_is_nothing_to_undo_in_an_open_step(cast, case):
    with pytest.raises(StepNotReady):
        undo_step(cast.officer, case_id=case.pk, code="report", version=1, reason="wrong")


def test_evidence_is_a_file_of_the_same_case(cast, case, do):
    for code in ("report", "registration"):
        do(code)
    with pytest.raises(Invalid) as caught:
        complete_step(cast.officer, case_id=case.pk, code="splp", version=1, result="issued", evidence_id=uuid4())
    assert caught.value.field == "evidence"


def test_a_step_and_its_task_are_given_to_another_agency(cast, case, do):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    step = set_step_agency(cast.officer, case_id=case.pk, code="exit", agency_id=cast.police.pk)
    assert step.agency_id == cast.police.pk
    assert [row.code for row in queue_for(cast.colleague).rows] == ["step_exit"]
    with pytest.raises(StepOfOthers):
        set_step_agency(cast.officer, case_id=case.pk, code="report", agency_id=cast.police.pk)
    with pytest.raises(Invalid):
        set_step_agency(cast.officer, case_id=case.pk, code="report", agency_id=cast.shelter.pk)


def test_a_closed_case_takes_no_step(cast, case):
    close_case(cast.officer, case_id=case.pk, outcome="died", reason="in hospital")
    with pytest.raises(CaseClosed):
        complete_step(cast.officer, case_id=case.pk, code="report", version=1, result="walk_in")


def test_a_case_without_steps_says_so(cast):
    person = register_person(cast.officer, draft=PersonDraft(name="Rina", birth_date="2000"))
    case = open_case(cast.officer, person_id=person.pk)
    with pytest.raises(WayNotBegun):
        complete_step(cast.officer, case_id=case.pk, code="report", version=1, result="walk_in")


def test_an_unknown_step_is_not_there(cast, case):
    with pytest.raises(NotFound):
        complete_step(cast.officer, case_id=case.pk, code="teleport", version=1, result="done")


def test_deadlines_run_from_what_came_before(cast, case, do):
    do("report")
    with acting_as(cast.officer):
        due = Step.objects.get(case=case, code="registration").due_at
    assert timedelta(days=6, hours=23) < due - timezone.now() <= timedelta(days=7)


def _to_ticket(do) -> None:
    for code in ("exit", "report", "registration", "splp", "ticket"):
        do(code)


def test_flight_and_day_are_for_those_who_hold_the_section_travel(cast, case, do):
    _to_ticket(do)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    with acting_as(cast.colleague):
        assert Step.objects.filter(case=case, code="ticket", state="done").exists()
        assert not StepRecord.objects.filter(section="travel").exists()
    with pytest.raises(NotFound):
        open_step(cast.colleague, case_id=case.pk, code="ticket", purpose="who travels?")


def test_a_sealed_step_is_opened_for_a_purpose_that_the_story_tells(cast, case, do):
    _to_ticket(do)
    with pytest.raises(Invalid):
        open_step(cast.officer, case_id=case.pk, code="ticket")
    (record,) = open_step(cast.officer, case_id=case.pk, code="ticket", purpose="bring her to the gate")
    assert record.data == {"flight": "QZ475", "travel_date": "2026-02-08"}
    newest = case_page_for(cast.officer, case.pk).timeline[0]
    assert (newest.details, newest.text) == ({"step": "ticket"}, "bring her to the gate")
    assert "QZ475" not in "".join(Entry.objects.filter(scope=case.pk).values_list("text", flat=True))
