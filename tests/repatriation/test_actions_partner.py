"""A partner's statements: idempotent, in any order, for its own side only."""

import itertools
from datetime import UTC, datetime

import pytest

from pulang.access.permissions import Section
from pulang.cases.actions import add_member, close_case, open_case
from pulang.cases.queries import case_page_for
from pulang.db.context import acting_as
from pulang.lib.errors import Invalid, NotAllowed, NotFound
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import apply_partner_step, begin_way_home, open_step
from pulang.repatriation.errors import StepOfOthers
from pulang.repatriation.models import Step
from pulang.repatriation.queries import step_for_partner, way_home_for
from pulang.repatriation.rules import Standing

GRANTED = datetime(2026, 2, 3, 9, tzinfo=UTC)


@pytest.fixture
def shared(cast, case):
    """The case, shared with the partner for work only."""
    add_member(cast.officer, case_id=case.pk, agency_id=cast.partner.pk, sections=[])
    return case


def _state(cast, case) -> dict[str, tuple]:
    with acting_as(cast.officer):
        rows = Step.objects.filter(case=case)
        return {row.code: (row.state, row.result, row.said_at, row.due_at) for row in rows}


def test_a_partners_step_is_done_here(cast, shared):
    step = apply_partner_step(cast.peer, case_id=shared.pk, code="exit", result="raid", done_at=GRANTED)
    assert (step.state, step.done_by, step.said_by_side) == ("done", "Ncb Phnom Penh", "KHM")
    assert case_page_for(cast.officer, shared.pk).timeline[0].agency_name == "Ncb Phnom Penh"


def test_told_twice_it_has_one_effect(cast, shared):
    for _ in range(2):
        step = apply_partner_step(cast.peer, case_id=shared.pk, code="exit", result="raid", done_at=GRANTED)
    assert step.version == 2
    assert len(open_step(cast.officer, case_id=shared.pk, code="exit")) == 1


def test_of_several_the_latest_stands_in_whatever_order(cast):
    told = [("refused", 3), ("", 4), ("granted", 5), ("granted", 5)]
    ends = set()
    for number, order in enumerate(itertools.permutations(range(3))):
        person = register_person(
            cast.officer, draft=PersonDraft(name=f"Person {'ABCDEF'[number]}", birth_date="1990")
        )
        case = open_case(cast.officer, person_id=person.pk)
        add_member(cast.officer, case_id=case.pk, agency_id=cast.partner.pk, sections=[])
        for place in (*order, 3):
            result, day = told[place]
            apply_partner_step(
                cast.peer, case_id=case.pk, code="fine_waiver", result=result, done_at=GRANTED.replace(day=day)
            )
        state = _state(cast, case)
        ends.add((state["fine_waiver"], state["exit_permit"]))
        assert len(open_step(cast.officer, case_id=case.pk, code="fine_waiver")) == 3
    assert len(ends) == 1


def test_it_may_come_before_the_way_began_here(cast):
    person = register_person(cast.officer, draft=PersonDraft(name="Dewi", birth_date="1998"))
    case = open_case(cast.officer, person_id=person.pk)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.partner.pk, sections=[])
    apply_partner_step(cast.peer, case_id=case.pk, code="exit", result="raid", done_at=GRANTED)
    begin_way_home(cast.officer, case_id=case.pk)
    assert way_home_for(cast.officer, case.pk).step("exit").standing is Standing.DONE


def test_a_statement_ahead_of_its_conditions_is_kept_and_pointed_out(cast, shared):
    apply_partner_step(cast.peer, case_id=shared.pk, code="exit_permit", result="granted", done_at=GRANTED)
    step = way_home_for(cast.officer, shared.pk).step("exit_permit")
    assert step.standing is Standing.DONE
    assert step.out_of_order


def test_it_is_kept_after_the_case_was_closed(cast, shared):
    close_case(cast.officer, case_id=shared.pk, outcome="other", reason="left on her own")
    step = apply_partner_step(cast.peer, case_id=shared.pk, code="exit", result="raid", done_at=GRANTED)
    assert step.state == "done"


def test_what_it_records_lies_in_its_section_which_the_partner_need_not_read(cast, shared):
    apply_partner_step(
        cast.peer,
        case_id=shared.pk,
        code="departure",
        result="left",
        done_at=GRANTED,
        data={"flight": "QZ475", "left_on": "2026-02-03", "airport": "not asked"},
    )
    (record,) = open_step(cast.officer, case_id=shared.pk, code="departure", purpose="fetch her")
    assert record.data == {"flight": "QZ475", "left_on": "2026-02-03"}
    with pytest.raises(NotFound):
        open_step(cast.peer, case_id=shared.pk, code="departure", purpose="look")


def test_a_step_of_the_other_side_is_not_the_partners(cast, shared):
    with pytest.raises(StepOfOthers):
        apply_partner_step(cast.peer, case_id=shared.pk, code="splp", result="issued", done_at=GRANTED)


def test_a_case_that_is_not_shared_is_not_there(cast, case):
    with pytest.raises(NotFound):
        apply_partner_step(cast.peer, case_id=case.pk, code="exit", result="raid", done_at=GRANTED)


def test_only_a_partner_speaks_for_a_partner(cast, shared):
    with pytest.raises(NotAllowed):
        apply_partner_step(cast.officer, case_id=shared.pk, code="exit", result="raid", done_at=GRANTED)


@pytest.mark.parametrize(
    ("result", "at", "data"),
    [
        ("flown", GRANTED, {}),
        ("granted", GRANTED.replace(tzinfo=None), {}),
        ("granted", GRANTED, {"days_over": "many"}),
    ],
)
def test_a_statement_that_cannot_be_read_is_refused_whole(cast, shared, result, at, data):
    with pytest.raises(Invalid):
        apply_partner_step(cast.peer, case_id=shared.pk, code="fine_waiver", result=result, done_at=at, data=data)
    assert _state(cast, shared)["fine_waiver"][0] == "open"


def test_the_partner_is_told_the_result_and_the_fields_that_are_for_it(cast, case, do):
    for code in ("report", "registration"):
        do(code)
    do("splp")
    told = step_for_partner(cast.officer, case.pk, "splp")
    assert (told.result, told.data) == ("issued", {"number": "XE123456", "expires_on": "2028-01-01"})
    with pytest.raises(NotFound):
        step_for_partner(cast.officer, case.pk, "ticket")


def test_findings_of_the_first_hearing_do_not_leave_the_node(cast, case, do):
    for code in ("report", "registration", "early_assessment"):
        do(code)
    assert step_for_partner(cast.officer, case.pk, "early_assessment").data == {}


def test_a_step_of_the_partner_makes_no_task_here_once_the_case_is_shared(cast):
    person = register_person(cast.officer, draft=PersonDraft(name="Sari", birth_date="1997"))
    case = open_case(cast.officer, person_id=person.pk)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.partner.pk, sections=[Section.IDENTITY])
    begin_way_home(cast.officer, case_id=case.pk)
    assert {task.ref for task in case_page_for(cast.officer, case.pk).tasks} == {"step:report"}
    assert way_home_for(cast.officer, case.pk).step("exit").agency == "Ncb Phnom Penh"
