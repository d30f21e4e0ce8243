"""Lists of steps as versions: one draft, no list that leads nowhere, running ways keep theirs or are moved."""

from copy import deepcopy

import pytest

from pulang.cases.actions import open_case
from pulang.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import (
    begin_way_home,
    drop_list,
    drop_step,
    move_to_list,
    publish_list,
    put_step,
    start_list,
)
from pulang.repatriation.errors import DraftFlawed, DraftThere, StepsLost
from pulang.repatriation.queries import way_home_for
from pulang.repatriation.queries.lists import current_list, current_number, list_for, lists_for, step_list
from pulang.repatriation.rules import shipped_versions

SHIPPED = shipped_versions()[-1]


@pytest.fixture
def draft(cast):
    """A draft as an administrator begins it."""
    return start_list(cast.administrator, base=SHIPPED)


def step_of(draft, code):
    return deepcopy(draft.data["steps"][code])


def vaccination(draft):
    """One more step, after `registration`."""
    return {**step_of(draft, "health"), "after": {"all": ["registration"]}}


def publish(cast, code="vaccination", below="health"):
    draft = start_list(cast.administrator, base=current_number())
    put_step(cast.administrator, code=code, step=vaccination(draft), below=below)
    return publish_list(cast.administrator, remark="The airline asks for it")


def test_a_draft_changes_nothing_until_it_is_published(cast, draft):
    put_step(cast.administrator, code="vaccination", step=vaccination(draft), below="health")
    assert current_number() == SHIPPED
    with pytest.raises(NotFound):
        step_list(str(draft.number))
    made = publish_list(cast.administrator, remark="The airline asks for it")
    steps = [step.code for step in current_list().steps]
    assert (current_list().version, steps.index("vaccination")) == (str(made.number), steps.index("health") + 1)
    assert [one.is_current for one in lists_for(cast.administrator)] == [True, False, False]


def test_there_is_one_draft(cast, draft):
    with pytest.raises(DraftThere):
        start_list(cast.administrator, base=SHIPPED)
    drop_list(cast.administrator)
    assert start_list(cast.administrator, base=1).number == draft.number


def test_only_an_administrator_makes_lists(cast):
    for call in (lambda: start_list(cast.officer, base=SHIPPED), lambda: lists_for(cast.officer)):
        with pytest.raises(NotAllowed):
            call()


def test_two_administrators_do_not_overwrite_each_other(cast, draft):
    put_step(cast.administrator, code="health", step=step_of(draft, "health"), version=1)
    with pytest.raises(Conflict):
        drop_step(cast.administrator, code="health", version=1)


@pytest.mark.parametrize(
    ("code", "part", "flaw"),
    [
        ("health", {"after": {"all": ["nowhere"]}}, "step_unknown"),
        ("health", {"after": {"all": ["fine_waiver"]}}, "stands_above"),
        ("registration", {"after": {"all": ["splp"]}}, "circle"),
        ("health", {"partner_sees": ["colour"]}, "field_unknown"),
        ("ticket", {"fields": {}}, "field_unknown"),
        (
            "health",
            {"outcomes": {"ill": {"ends": "failed", "text": dict.fromkeys(("en", "id", "km"), "x")}}},
            "no_way_on",
        ),
        ("health", {"deadline": {"days": 0}}, "form"),
        ("health", {"owner": {"side": "THA", "agencies": ["embassy"]}}, "side_unknown"),
    ],
)
def test_a_list_that_leads_nowhere_is_not_published_and_says_why(cast, draft, code, part, flaw):
    put_step(cast.administrator, code=code, step={**step_of(draft, code), **part})
    flaws = list_for(cast.administrator, draft.number).flaws
    assert flaw in {one.code for one in flaws}
    assert {one.step for one in flaws} <= {code, "registration", "splp", "departure"}
    with pytest.raises(DraftFlawed):
        publish_list(cast.administrator, remark="x")


def test_what_desks_and_flights_record_cannot_be_left_out(cast, draft):
    drop_step(cast.administrator, code="arrival")
    flaws = list_for(cast.administrator, draft.number).flaws
    assert ("step_needed", "arrival") in {(one.code, one.details.get("step")) for one in flaws}


def test_publishing_says_why(cast, draft):
    with pytest.raises(Invalid):
        publish_list(cast.administrator, remark=" ")


def test_ways_that_have_begun_keep_their_list(cast, case):
    publish(cast)
    way = way_home_for(cast.officer, case.pk)
    assert (way.list_version, len(way.steps), way.newer_list) == (str(SHIPPED), 16, str(current_number()))


def test_a_way_is_moved_with_a_reason_and_keeps_what_was_said(cast, case, do):
    do("report")
    do("registration")
    made = publish(cast)
    with pytest.raises(Invalid):
        move_to_list(cast.officer, case_id=case.pk, number=str(made.number), reason="")
    move_to_list(cast.officer, case_id=case.pk, number=str(made.number), reason="The airline asks for it")
    way = way_home_for(cast.officer, case.pk)
    assert (way.list_version, way.newer_list, way.step("report").result) == (str(made.number), "", "walk_in")
    assert (way.step("vaccination").standing, way.step("vaccination").agency) == ("ready", "Embassy")
    with pytest.raises(Invalid):
        move_to_list(cast.officer, case_id=case.pk, number=str(made.number), reason="again")


def test_a_way_can_go_back_as_long_as_nothing_is_lost(cast, case, do):
    do("report")
    do("registration")
    made = publish(cast)
    move_to_list(cast.officer, case_id=case.pk, number=str(made.number), reason="new")
    move_to_list(cast.officer, case_id=case.pk, number=str(SHIPPED), reason="not for her")
    assert len(way_home_for(cast.officer, case.pk).steps) == 16


def test_nothing_that_was_said_is_lost_by_moving(cast, case, do):
    do("report")
    do("health")
    draft = start_list(cast.administrator, base=SHIPPED)
    departure = step_of(draft, "departure")
    departure["after"]["all"].remove("health")
    put_step(cast.administrator, code="departure", step=departure)
    drop_step(cast.administrator, code="health")
    made = publish_list(cast.administrator, remark="Doctors are elsewhere")
    with pytest.raises(StepsLost) as refused:
        move_to_list(cast.officer, case_id=case.pk, number=str(made.number), reason="new")
    assert refused.value.details["by"] == "health"


def test_a_way_that_begins_follows_the_newest_list(cast, case):
    made = publish(cast)
    person = register_person(cast.officer, draft=PersonDraft(name="Dewi"))
    new = open_case(cast.officer, person_id=person.pk)
    assert begin_way_home(cast.officer, case_id=new.pk)[0].list_version == str(made.number)


def test_strangers_move_nothing(cast, case):
    made = publish(cast)
    with pytest.raises(NotFound):
        move_to_list(cast.colleague, case_id=case.pk, number=str(made.number), reason="x")
