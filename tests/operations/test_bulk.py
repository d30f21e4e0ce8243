"""One thing for many people: foreseen, a line for each, once, and on from where it stopped."""

import pytest

from pulang.audit.events import Event
from pulang.audit.limits import HOUR, OPENING
from pulang.cases.actions import close_case, record_consent, withdraw_consent
from pulang.cases.models import Task
from pulang.db.context import acting_as
from pulang.exchange.models import Message
from pulang.lib.errors import Invalid, NotAllowed, NotFound, Problems
from pulang.operations.actions import carry_on, foresee, run_bulk, start_bulk
from pulang.operations.errors import NobodyChosen
from pulang.operations.queries import board_for, bulk_for
from pulang.repatriation.actions import complete_steps
from tests.cast import make_actor
from tests.exchange.partner import partner_of

VERIFIED = {"code": "registration", "result": "verified", "data": {"basis": "passport"}}


def lines(actor, bulk):
    return [(line.number, line.state, line.code) for line in bulk_for(actor, bulk.operation_id, bulk.pk).lines]


def test_what_would_happen_is_said_for_each_and_changes_nothing(cast, operation, register):
    rows = [register(name) for name in ("Ani", "Budi")]
    complete_steps(
        cast.officer, code="registration", result="verified", wanted={rows[0].case_id: {"basis": "passport"}}
    )
    said = foresee(cast.officer, operation.pk, kind="step", asked=VERIFIED, numbers=[1, 2])
    assert (said[1].code, said[2]) == ("step_settled", None)
    board = board_for(cast.officer, operation.pk)
    assert next(one for one in board.milestones if one.milestone.code == "verified").reached == 1


def test_each_person_has_a_line_and_one_refusal_leaves_the_others_alone(cast, operation, register):
    rows = [register(name) for name in ("Ani", "Budi", "Citra")]
    close_case(cast.officer, case_id=rows[1].case_id, outcome="home", reason="went by herself")
    bulk = start_bulk(cast.officer, operation_id=operation.pk, kind="step", asked=VERIFIED, numbers=[1, 2, 3])
    run_bulk(cast.officer, bulk_id=bulk.pk)
    assert lines(cast.officer, bulk) == [(2, "refused", "case_closed"), (1, "done", ""), (3, "done", "")]
    assert bulk_for(cast.officer, operation.pk, bulk.pk).finished_at is not None


def test_one_officer_asks_about_more_people_than_she_may_open(cast, operation, register, monkeypatch):
    partner = partner_of(cast)
    monkeypatch.setitem(OPENING, Event.PERSON_READ, {HOUR: 2})
    numbers = [register(name).number for name in ("Ani", "Budi", "Citra", "Dewi")]
    asked = {"to": partner.peer.node_id, "question": "Is she known to you?"}
    other = make_actor("second-desk", cast.embassy, "protection")
    bulk = start_bulk(other, operation_id=operation.pk, kind="nationality", asked=asked, numbers=numbers)
    run_bulk(other, bulk_id=bulk.pk)
    assert {line[1:] for line in lines(other, bulk)} == {("done", "")}


def test_a_double_submit_has_one_effect(cast, operation, register):
    register("Ani")
    start = [
        start_bulk(cast.officer, operation_id=operation.pk, kind="step", asked=VERIFIED, numbers=[1], once="form")
        for _ in range(2)
    ]
    assert start[0].pk == start[1].pk
    run_bulk(cast.officer, bulk_id=start[0].pk)
    run_bulk(cast.officer, bulk_id=start[1].pk)
    assert lines(cast.officer, start[0]) == [(1, "done", "")]


def test_what_stopped_goes_on_where_it_stopped(cast, operation, register):
    for name in ("Ani", "Budi", "Citra"):
        register(name)
    bulk = start_bulk(cast.officer, operation_id=operation.pk, kind="step", asked=VERIFIED, numbers=[1, 2, 3])
    assert carry_on(cast.officer, bulk_id=bulk.pk, limit=2) == 1
    assert [line[1] for line in lines(cast.officer, bulk)] == ["pending", "done", "done"]
    assert carry_on(cast.officer, bulk_id=bulk.pk, limit=2) == 0
    assert {line[1] for line in lines(cast.officer, bulk)} == {"done"}


def test_the_partner_is_asked_about_everybody_who_allows_it(cast, operation, register):
    rows = [register(name) for name in ("Ani", "Budi")]
    partner = partner_of(cast)
    record_consent(cast.officer, case_id=rows[1].case_id, scopes=["share_partner"], given=False, language="id")
    asked = {"to": partner.peer.node_id, "question": "Apakah WNI?", "lang": "id"}
    bulk = start_bulk(cast.officer, operation_id=operation.pk, kind="nationality", asked=asked, numbers=[1, 2])
    run_bulk(cast.officer, bulk_id=bulk.pk)
    assert lines(cast.officer, bulk) == [(2, "refused", "sharing_refused"), (1, "done", "")]
    with acting_as(cast.officer):
        kinds = Message.objects.filter(scope=rows[0].case_id).values_list("kind", flat=True)
        assert sorted(kinds) == ["case.share", "nationality.request"]
        assert not Message.objects.filter(scope=rows[1].case_id).exists()


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"code": "registration", "result": "verified", "data": {}}, Invalid),
        ({"code": "splp", "result": "issued", "data": {"number": "?"}}, Problems),
        ({"code": "no-such-step", "result": "x"}, NotFound),
    ],
)
def test_what_cannot_be_recorded_is_said_before_anything_begins(cast, operation, register, asked, error):
    register("Ani")
    with pytest.raises(error):
        start_bulk(cast.officer, operation_id=operation.pk, kind="step", asked=asked, numbers=[1])


def test_nobody_and_strangers_are_refused(cast, operation, register):
    register("Ani")
    with pytest.raises(NobodyChosen):
        start_bulk(cast.officer, operation_id=operation.pk, kind="step", asked=VERIFIED, numbers=[])
    with pytest.raises(NotFound):
        start_bulk(cast.officer, operation_id=operation.pk, kind="step", asked=VERIFIED, numbers=[1, 99])
    with pytest.raises(NotFound):
        start_bulk(cast.colleague, operation_id=operation.pk, kind="step", asked=VERIFIED, numbers=[1])
    asked = {"to": "x", "question": "x"}
    with pytest.raises(NotAllowed):
        start_bulk(cast.shelter_worker, operation_id=operation.pk, kind="nationality", asked=asked, numbers=[1])


def test_a_consent_taken_back_in_the_middle_stops_it_for_her_alone(cast, operation, register):
    partner = partner_of(cast)
    rows = [register(name) for name in ("Ani", "Budi")]
    given = [
        record_consent(cast.officer, case_id=row.case_id, scopes=["share_partner"], given=True, language="id")
        for row in rows
    ]
    asked = {"to": partner.peer.node_id, "question": "Is she a national?"}
    bulk = start_bulk(cast.officer, operation_id=operation.pk, kind="nationality", asked=asked, numbers=[1, 2])
    withdraw_consent(cast.officer, case_id=rows[0].case_id, consent_id=given[0].pk, reason="afraid")
    run_bulk(cast.officer, bulk_id=bulk.pk)
    assert sorted(lines(cast.officer, bulk)) == [(1, "refused", "sharing_refused"), (2, "done", "")]
    with acting_as(cast.officer):
        task = Task.objects.get(case=rows[0].case_id, code="consent_withdrawn")
        assert (task.done_at, task.ref) == (None, f"consent:{given[0].pk}")
        assert not Message.objects.filter(scope=rows[0].case_id).exists()
