"""Care: by consent, answered by the provider, sealed where she lives, a plan, and talks that are held once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from pulang.access.permissions import Section
from pulang.care.actions import (
    add_goal,
    answer_referral,
    begin_follow_up,
    end_referral,
    end_residence,
    place_person,
    record_follow_up,
    refer,
    set_house,
    settle_goal,
)
from pulang.care.errors import Answered, FollowUpDone, HouseFull, NoConsent, OnlyAtHerWish
from pulang.care.models import Referral, Residence
from pulang.care.queries import care_for, houses_for
from pulang.care.rules import months_after
from pulang.cases.actions import add_member, open_case, record_consent, withdraw_consent
from pulang.cases.models import Task
from pulang.db.context import acting_as
from pulang.lib.errors import Invalid, NotAllowed, NotFound, Problems
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.persons.queries import person_for


@pytest.fixture
def case(cast):
    person = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah", birth_date="1999"))
    return open_case(cast.officer, person_id=person.pk)


@pytest.fixture
def consent(cast, case):
    return record_consent(cast.officer, case_id=case.pk, scopes=["share_services"], given=True, language="id")


def ask(cast, case, service="psychosocial", **more):
    call = {"case_id": case.pk, "provider_id": cast.shelter.pk, "service": service, "reason": "Sleeps badly"}
    return refer(cast.officer, **{**call, **more})


def test_without_her_consent_no_service_is_told(cast, case):
    with pytest.raises(NoConsent):
        ask(cast, case)


def test_a_consent_taken_back_ends_new_referrals(cast, case, consent):
    withdraw_consent(cast.officer, case_id=case.pk, consent_id=consent.pk, reason="changed her mind")
    with pytest.raises(NoConsent):
        ask(cast, case)


def test_a_provider_sees_care_and_her_name_only_when_it_accepts(cast, case, consent):
    referral = ask(cast, case)
    assert care_for(cast.shelter_worker, case.pk).referrals[0].reason == "Sleeps badly"
    with pytest.raises(NotFound):
        person_for(cast.shelter_worker, case.person_id)
    answer_referral(cast.shelter_worker, case_id=case.pk, referral_id=referral.pk, accepts=True)
    assert person_for(cast.shelter_worker, case.person_id).draft.name == "Siti Aminah"
    with acting_as(cast.officer):
        assert not Task.objects.filter(code="answer_referral", done_at=None).exists()


def test_a_provider_that_refuses_says_why_and_sees_no_more(cast, case, consent):
    referral = ask(cast, case)
    with pytest.raises(Invalid):
        answer_referral(cast.shelter_worker, case_id=case.pk, referral_id=referral.pk, accepts=False)
    answer_referral(cast.shelter_worker, case_id=case.pk, referral_id=referral.pk, accepts=False, reason="no room")
    with pytest.raises(NotFound):
        care_for(cast.shelter_worker, case.pk)
    (shown,) = care_for(cast.officer, case.pk).referrals
    assert (shown.state, shown.answer) == ("refused", "no room")


def test_nobody_answers_for_another_provider_or_twice(cast, case, consent):
    referral = ask(cast, case)
    with pytest.raises(NotAllowed):
        answer_referral(cast.officer, case_id=case.pk, referral_id=referral.pk, accepts=True)
    answer_referral(cast.shelter_worker, case_id=case.pk, referral_id=referral.pk, accepts=True)
    with pytest.raises(Answered):
        answer_referral(cast.shelter_worker, case_id=case.pk, referral_id=referral.pk, accepts=True)
    end_referral(cast.officer, case_id=case.pk, referral_id=referral.pk, reason="she feels well")
    with pytest.raises(Answered):
        end_referral(cast.officer, case_id=case.pk, referral_id=referral.pk, reason="again")


def test_spiritual_care_is_arranged_only_where_she_asks(cast, case, consent):
    with pytest.raises(OnlyAtHerWish):
        ask(cast, case, "spiritual")
    assert ask(cast, case, "spiritual", at_her_request=True).service == "spiritual"


def test_a_referral_sent_twice_is_one(cast, case, consent):
    assert ask(cast, case, once="form").pk == ask(cast, case, once="form").pk
    with acting_as(cast.officer):
        assert Referral.objects.count() == 1


def test_how_full_a_house_is_is_seen_and_who_lives_there_is_not(cast, case):
    house = set_house(cast.officer, label="Rumah 3", capacity=1)
    place_person(cast.officer, case_id=case.pk, house_id=house.pk)
    (seen,) = houses_for(cast.colleague)
    assert (seen.capacity, seen.taken, seen.free) == (1, 1, 0)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.CARE])
    assert care_for(cast.colleague, case.pk).house is None
    assert care_for(cast.officer, case.pk).house == "Rumah 3"
    with acting_as(cast.colleague):
        assert not Residence.objects.exists()


def test_a_full_house_takes_nobody_and_who_moves_frees_her_place(cast, case):
    first, second = (set_house(cast.officer, label=name, capacity=1) for name in ("Rumah 1", "Rumah 2"))
    place_person(cast.officer, case_id=case.pk, house_id=first.pk)
    place_person(cast.officer, case_id=case.pk, house_id=first.pk)
    other = open_case(cast.officer, person_id=register_person(cast.officer, draft=PersonDraft(name="Dewi")).pk)
    with pytest.raises(HouseFull):
        place_person(cast.officer, case_id=other.pk, house_id=first.pk)
    place_person(cast.officer, case_id=case.pk, house_id=second.pk)
    place_person(cast.officer, case_id=other.pk, house_id=first.pk)
    end_residence(cast.officer, case_id=case.pk)
    assert [house.free for house in houses_for(cast.officer)] == [0, 1]
    with pytest.raises(NotFound):
        end_residence(cast.officer, case_id=case.pk)


def test_a_plan_has_goals_that_are_reached_or_given_up(cast, case):
    goal = add_goal(cast.officer, case_id=case.pk, text="Wants to open a food stall", service="vocational")
    settle_goal(cast.officer, case_id=case.pk, goal_id=goal.pk, reached=True, note="since March")
    (shown,) = care_for(cast.officer, case.pk).goals
    assert (shown.state, shown.note) == ("reached", "since March")
    with pytest.raises(Problems):
        add_goal(cast.officer, case_id=case.pk, text=" ", service="magic")


def test_talks_are_due_after_months_and_held_once(cast, case):
    home = timezone.localdate() - timedelta(days=200)
    assert begin_follow_up(cast.officer, case_id=case.pk, home_on=home) == begin_follow_up(
        cast.officer, case_id=case.pk, home_on=home
    )
    told = {"work": "earns", "debt": "presses", "recruiters": "threatened", "abroad": ""}
    talk = {"case_id": case.pk, "months": 3, "held_on": timezone.localdate()}
    record_follow_up(cast.officer, outcomes=told, **talk)
    with pytest.raises(FollowUpDone):
        record_follow_up(cast.officer, outcomes=told, **talk)
    talks = {one.months: one for one in care_for(cast.officer, case.pk).talks}
    assert list(talks) == [1, 3, 6, 12]
    assert talks[3].outcomes == {"work": "earns", "debt": "presses", "recruiters": "threatened"}
    with pytest.raises(Invalid):
        record_follow_up(cast.officer, **{**talk, "months": 6}, outcomes={"work": "rich"})
    with acting_as(cast.officer):
        assert Task.objects.filter(code="follow_up", done_at=None).count() == 3


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2026, 2, 8), 6, date(2026, 8, 8)),
    ],
)
def test_months_end_where_months_end(day, months, later):
    assert months_after(day, months) == later


def test_care_is_not_there_for_others(cast, case):
    for act in (
        lambda: care_for(cast.colleague, case.pk),
        lambda: add_goal(cast.shelter_worker, case_id=case.pk, text="x", service="legal"),
        lambda: begin_follow_up(cast.shelter_worker, case_id=case.pk, home_on=date(2026, 1, 1)),
    ):
        with pytest.raises(NotFound):
            act()
