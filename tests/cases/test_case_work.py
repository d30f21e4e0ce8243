"""A case: one person, its members by section, its story."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from pulang.access.models import Grant
from pulang.access.permissions import Section
from pulang.audit.models import Entry
from pulang.cases.actions import (
    add_member,
    add_task,
    change_status,
    close_case,
    complete_task,
    complete_tasks_for,
    end_member,
    make_decision,
    open_case,
    read_whereabouts,
    record_consent,
    record_whereabouts,
    reopen_case,
    set_urgency,
    withdraw_consent,
)
from pulang.cases.errors import CaseClosed, TransitionRefused
from pulang.cases.models import Case, Whereabouts
from pulang.cases.queries import QueueFilter, case_page_for, cases_for, queue_for, who_opened
from pulang.db.context import acting_as
from pulang.lib.errors import Conflict, Invalid, NotAllowed, NotFound, Problems


def test_opening_twice_gives_the_same_case(cast, case):
    assert open_case(cast.officer, person_id=case.person_id).pk == case.pk


def test_a_colleague_without_the_case_sees_nothing_of_it(cast, case):
    with pytest.raises(NotFound):
        case_page_for(cast.colleague, case.pk)
    assert cases_for(cast.colleague)[0] == ()
    with acting_as(cast.colleague):
        assert not Case.objects.exists()


def test_without_an_actor_the_database_shows_no_case(case):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)


def test_a_member_sees_her_sections_and_no_more(cast, case):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.shelter.pk, sections=[Section.CARE])
    page = case_page_for(cast.shelter_worker, case.pk)
    assert page.sections == {Section.CARE, Section.WORK}
    assert page.person is None


def test_identity_is_granted_with_the_person(cast, case):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    assert case_page_for(cast.colleague, case.pk).person.name == "Siti Aminah"


def test_an_ended_member_sees_nothing_any_more(cast, case):
    grant = add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    end_member(cast.officer, case_id=case.pk, grant_id=grant.pk)
    with pytest.raises(NotFound):
        case_page_for(cast.colleague, case.pk)
    with acting_as(cast.colleague):
        assert not Grant.objects.filter(scope=case.person_id, ended_at=None).exists()


def test_the_leading_agency_stays(cast, case):
    with acting_as(cast.officer):
        own = Grant.objects.get(scope=case.pk)
    with pytest.raises(Invalid):
        end_member(cast.officer, case_id=case.pk, grant_id=own.pk)


def test_the_queue_shows_overdue_first_then_by_urgency(cast, case):
    now = timezone.now()
    add_task(cast.officer, case_id=case.pk, code="later", due_at=now + timedelta(days=3))
    add_task(cast.officer, case_id=case.pk, code="late", due_at=now - timedelta(hours=1))
    set_urgency(cast.officer, case_id=case.pk, urgency="danger", risks=["danger_now"])
    add_task(cast.officer, case_id=case.pk, code="danger", due_at=now + timedelta(days=9))
    queue = queue_for(cast.officer)
    assert [row.code for row in queue.rows] == ["late", "danger", "later"]
    assert queue.overdue == 1
    assert [row.code for row in queue_for(cast.officer, chosen=QueueFilter(overdue=True)).rows] == ["late"]


def test_a_done_task_leaves_the_queue_and_doing_it_twice_is_one_effect(cast, case):
    task = add_task(cast.officer, case_id=case.pk, code="call the family")
    for _ in range(2):
        complete_task(cast.officer, case_id=case.pk, task_id=task.pk)
    assert queue_for(cast.officer).rows == ()
    assert Entry.objects.filter(scope=case.pk, event="task.changed").count() == 2


def test_a_ref_makes_one_open_task(cast, case):
    one = add_task(cast.officer, case_id=case.pk, code="step", ref="step:splp")
    assert add_task(cast.officer, case_id=case.pk, code="step", ref="step:splp").pk == one.pk
    assert complete_tasks_for(cast.officer, case_id=case.pk, ref="step:splp") == 1


def test_status_follows_the_workflow(cast, case):
    change_status(cast.officer, case_id=case.pk, status="verification")
    with pytest.raises(TransitionRefused):
        change_status(cast.officer, case_id=case.pk, status="care")


def test_closing_needs_a_reason_and_an_outcome(cast, case):
    with pytest.raises(Invalid):
        close_case(cast.officer, case_id=case.pk, outcome="home", reason="")
    with pytest.raises(Invalid):
        close_case(cast.officer, case_id=case.pk, outcome="gone", reason="x")


def test_a_closed_case_takes_no_work_until_reopened(cast, case):
    close_case(cast.officer, case_id=case.pk, outcome="home", reason="settled")
    with pytest.raises(CaseClosed):
        add_task(cast.officer, case_id=case.pk, code="x")
    reopen_case(cast.officer, case_id=case.pk, reason="she called again")
    assert add_task(cast.officer, case_id=case.pk, code="x")


def test_a_stale_change_is_a_conflict(cast, case):
    set_urgency(cast.officer, case_id=case.pk, urgency="danger", version=1)
    with pytest.raises(Conflict):
        change_status(cast.officer, case_id=case.pk, status="verification", version=1)


def test_consent_is_withdrawn_and_both_stand(cast, case):
    consent = record_consent(cast.officer, case_id=case.pk, scopes=["photo"], given=True, language="id")
    withdraw_consent(cast.officer, case_id=case.pk, consent_id=consent.pk, reason="changed her mind")
    (shown,) = case_page_for(cast.officer, case.pk).consents
    assert shown.given
    assert shown.withdrawn_at
    assert shown.withdrawn_reason == "changed her mind"


def test_consent_holds_until_its_day_or_until_it_is_taken_back(cast, case):
    today = timezone.localdate()
    given = {"scopes": ["share_partner"], "given": True, "language": "id"}
    consent = record_consent(cast.officer, case_id=case.pk, **given, until=today + timedelta(days=1))
    assert consent.holds(today + timedelta(days=1))
    assert not consent.holds(today + timedelta(days=2))
    taken_back = withdraw_consent(cast.officer, case_id=case.pk, consent_id=consent.pk, reason="She is afraid.")
    assert not taken_back.holds(today)


def test_consent_names_known_scopes(cast, case):
    with pytest.raises(Invalid):
        record_consent(cast.officer, case_id=case.pk, scopes=["everything"], given=True, language="id")


def test_two_decisions_stand_side_by_side(cast, case):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    common = {"case_id": case.pk, "act": "established", "means": "indicated", "purpose": "established"}
    make_decision(cast.officer, **common, outcome="not_victim", reasons="first hearing in a full hall")
    make_decision(cast.colleague, **common, outcome="victim", reasons="heard alone for two hours")
    shown = case_page_for(cast.colleague, case.pk).decisions
    assert [(d.outcome, d.officer_name) for d in shown] == [("victim", "Colleague"), ("not_victim", "Officer")]


def test_a_decision_needs_reasons_and_known_elements(cast, case):
    with pytest.raises(Problems) as caught:
        make_decision(
            cast.officer, case_id=case.pk, outcome="guilty", act="x", means="not_required", purpose="y", reasons=""
        )
    assert {item.field for item in caught.value.problems} == {"outcome", "act", "purpose", "reasons"}


def test_an_immigration_role_decides_nothing(cast, case):
    with pytest.raises(NotAllowed):
        make_decision(
            cast.shelter_worker,
            case_id=case.pk,
            outcome="victim",
            act="established",
            means="established",
            purpose="established",
            reasons="x",
        )


def test_whereabouts_need_a_purpose_and_tell_that_somebody_looked(cast, case):
    record_whereabouts(cast.officer, case_id=case.pk, place="Shelter, room 4")
    with pytest.raises(Invalid):
        read_whereabouts(cast.officer, case_id=case.pk, purpose="")
    assert read_whereabouts(cast.officer, case_id=case.pk, purpose="fetch her").place == "Shelter, room 4"
    assert case_page_for(cast.officer, case.pk).timeline[0].details == {"whereabouts": "opened"}


def test_whereabouts_are_sealed_from_members_without_the_section(cast, case):
    record_whereabouts(cast.officer, case_id=case.pk, place="Shelter, room 4")
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    with pytest.raises(NotFound):
        read_whereabouts(cast.colleague, case_id=case.pk, purpose="look")
    with acting_as(cast.colleague):
        assert not Whereabouts.objects.exists()
    assert "whereabouts" not in {e.section for e in case_page_for(cast.colleague, case.pk).timeline}


def test_every_look_is_seen_by_the_members(cast, case):
    case_page_for(cast.officer, case.pk)
    words = [(opening.event, opening.officer) for opening in who_opened(cast.officer, case.pk)]
    assert ("case.read", "Officer") in words
    assert ("person.read", "Officer") in words
