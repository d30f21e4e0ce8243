"""A late step goes to its fallback: after its days, once, to somebody who works on the case."""

from datetime import timedelta

import pytest

from pulang.access.permissions import Section
from pulang.cases.actions import add_member, close_case
from pulang.cases.models import Task
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed
from pulang.repatriation.actions import escalate_steps, publish_list, put_step, start_list
from pulang.repatriation.models import Step
from pulang.repatriation.queries import way_home_for
from pulang.repatriation.queries.lists import current_number
from tests.cast import make_agency

DAY = timedelta(days=1)
WATCH = system("late")


def late_tasks(cast, case):
    with acting_as(system("test")):
        rows = Task.objects.filter(case=case, ref__startswith="late:", done_at=None).select_related("agency")
        return {row.ref.removeprefix("late:"): row.agency.name for row in rows}


def due(cast, case, code):
    return way_home_for(cast.officer, case.pk).step(code).due_at


def test_a_step_goes_to_its_fallback_after_its_days_and_once(cast, case, do):
    do("report")
    at = due(cast, case, "registration")
    escalate_steps(WATCH, now=at + DAY - timedelta(minutes=1))
    assert "registration" not in late_tasks(cast, case)
    escalate_steps(WATCH, now=at + DAY)
    assert late_tasks(cast, case)["registration"] == "Embassy"
    assert escalate_steps(WATCH, now=at + DAY) == 0
    step = way_home_for(cast.officer, case.pk).step("registration")
    assert (step.escalated_to, step.escalated_at) == ("Embassy", at + DAY)


def test_the_first_kind_that_works_on_the_case_is_told(cast, case, do):
    ministry = make_agency("ministry", "ministry")
    add_member(cast.officer, case_id=case.pk, agency_id=ministry.pk, sections=[Section.WORK])
    do("report")
    escalate_steps(WATCH, now=due(cast, case, "registration") + DAY)
    assert late_tasks(cast, case)["registration"] == ministry.name


def test_a_named_agency_is_told_if_it_works_on_the_case(cast, case):
    draft = start_list(cast.administrator, base=current_number())
    step = draft.data["steps"]["report"]
    step["fallback"] = {"days": 0, "agency": "police"}
    put_step(cast.administrator, code="report", step=step)
    made = publish_list(cast.administrator, remark="x")
    with acting_as(cast.officer):
        Step.objects.filter(case=case).update(list_version=str(made.number))
    at = due(cast, case, "report")
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.WORK])
    escalate_steps(WATCH, now=at)
    assert late_tasks(cast, case)["report"] == cast.police.name


def test_being_told_opens_no_case(cast, case, do):
    make_agency("ministry", "ministry")
    do("report")
    escalate_steps(WATCH, now=due(cast, case, "registration") + DAY)
    assert late_tasks(cast, case)["registration"] == "Embassy", "the ministry does not work on it"


def test_what_is_done_is_not_late_any_more(cast, case, do):
    do("report")
    escalate_steps(WATCH, now=due(cast, case, "registration") + DAY)
    do("registration")
    assert "registration" not in late_tasks(cast, case)


def test_a_step_without_a_fallback_and_a_closed_case_are_left_alone(cast, case):
    escalate_steps(WATCH, now=due(cast, case, "report") + 100 * DAY)
    assert late_tasks(cast, case) == {}
    close_case(cast.officer, case_id=case.pk, outcome="home", reason="done")
    assert escalate_steps(WATCH, now=due(cast, case, "report") + 100 * DAY) == 0


def test_only_a_job_of_the_node_escalates(cast):
    with pytest.raises(NotAllowed):
        escalate_steps(cast.officer)
