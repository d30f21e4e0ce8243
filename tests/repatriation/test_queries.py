"""The way home as people see it; what blocks; who is stuck."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pulang.access.permissions import Section
from pulang.cases.actions import add_member, close_case
from pulang.cases.models import Task
from pulang.db.context import acting_as
from pulang.lib.errors import NotFound
from pulang.repatriation.models import Step
from pulang.repatriation.queries import stuck_for, way_home_for, what_blocks
from pulang.repatriation.rules import Standing


def _late(cast, case, code: str, days: int) -> None:
    with acting_as(cast.officer):
        due = timezone.now() - timedelta(days=days, hours=1)
        Step.objects.filter(case=case, code=code).update(due_at=due)
        Task.objects.filter(case=case, ref=f"step:{code}").update(due_at=due)


def test_the_way_shows_every_step_in_order_with_what_it_waits_for(cast, case, do):
    do("report")
    way = way_home_for(cast.officer, case.pk)
    assert [step.code for step in way.steps][:3] == ["exit", "report", "registration"]
    assert way.step("report").standing is Standing.DONE
    assert way.step("registration").may_complete
    assert way.step("splp").blocked_by == ("registration",)
    assert not way.step("splp").may_complete
    assert way.step("police_assessment").agency == ""
    assert way.settled == 1


def test_a_stranger_finds_no_way(cast, case):
    with pytest.raises(NotFound):
        way_home_for(cast.colleague, case.pk)


def test_a_member_sees_codes_and_may_do_what_is_hers(cast, case, do):
    do("report")
    add_member(cast.officer, case_id=case.pk, agency_id=cast.shelter.pk, sections=[Section.CARE])
    way = way_home_for(cast.shelter_worker, case.pk)
    assert way.step("health").may_complete
    assert not way.step("registration").may_complete
    assert not way.step("ticket").holds_section


def test_what_blocks_names_failed_steps_first(cast, case, do):
    do("exit", result="still_held")
    assert [step.code for step in what_blocks(cast.officer, case.pk)] == ["exit", "report"]


def test_undoing_is_offered_where_nothing_rests_on_the_step(cast, case, do):
    do("report")
    assert way_home_for(cast.officer, case.pk).step("report").may_undo
    do("registration")
    step = way_home_for(cast.officer, case.pk).step("report")
    assert not step.may_undo
    assert step.undo_blocked_by == ("registration",)


def test_nothing_can_be_done_in_a_closed_case(cast, case):
    close_case(cast.officer, case_id=case.pk, outcome="other", reason="left")
    assert not any(step.may_complete for step in way_home_for(cast.officer, case.pk).steps)


def test_who_is_stuck_is_shown_with_the_longest_first(cast, case, do):
    assert stuck_for(cast.officer) == ((), False)
    _late(cast, case, "exit", 2)
    _late(cast, case, "report", 5)
    rows, more = stuck_for(cast.officer)
    assert [(row.definition.code, row.days, row.name) for row in rows] == [
        ("report", 5, "Siti Aminah"),
        ("exit", 2, "Siti Aminah"),
    ]
    assert not more
    assert way_home_for(cast.officer, case.pk).step("exit").overdue
    assert [row.definition.code for row in stuck_for(cast.officer, code="exit")[0]] == ["exit"]


def test_a_failed_step_is_stuck(cast, case, do):
    do("exit", result="still_held")
    (row,) = stuck_for(cast.officer)[0]
    assert (row.failed, row.result, row.agency) == (True, "still_held", "Embassy")


def test_the_stuck_of_others_are_not_shown(cast, case, do):
    do("exit", result="still_held")
    assert stuck_for(cast.colleague) == ((), False)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.shelter.pk, sections=[Section.CARE])
    assert stuck_for(cast.shelter_worker)[0][0].name == ""


def test_after_closing_nobody_is_stuck(cast, case, do):
    do("exit", result="still_held")
    close_case(cast.officer, case_id=case.pk, outcome="not_found", reason="lost")
    assert stuck_for(cast.officer)[0] == ()


def test_the_whole_way_up_to_the_plane(cast, case, do):
    for code in (
        "exit",
        "report",
        "registration",
        "early_assessment",
        "health",
        "splp",
        "fine_waiver",
        "exit_permit",
        "ticket",
        "departure",
    ):
        do(code)
    way = way_home_for(cast.officer, case.pk)
    assert way.step("shelter").standing is Standing.NOT_NEEDED
    assert way.blocking == ("arrival",)
