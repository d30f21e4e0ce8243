"""Decisions: what they rest on, the second officer, and the review that the person asks for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pulang.access.accounts.agencies import set_decision_policy
from pulang.access.permissions import Section
from pulang.cases.actions import add_member, ask_review, confirm_decision, end_member, make_decision
from pulang.cases.actions.sharing import _status_of_person
from pulang.cases.errors import AlreadyConfirmed, AlreadySuperseded, SameOfficer
from pulang.cases.queries import case_page_for, decision_for, queue_for, standing_of
from pulang.cases.rules import Standing, standing
from pulang.db.context import acting_as
from pulang.lib.errors import Invalid, NotAllowed, NotFound
from tests.cast import make_actor

GIVEN = {
    "outcome": "victim",
    "act": "established",
    "means": "indicated",
    "purpose": "established",
    "reasons": "Heard alone for two hours.",
}


@pytest.fixture
def second(cast):
    """Another protection officer of the embassy."""
    return make_actor("second", cast.embassy, "protection")


@pytest.fixture
def policy(cast):
    """At the embassy a second officer confirms each decision."""
    set_decision_policy(cast.administrator, agency=cast.embassy.pk, confirms=True)


def decide(actor, case, **more):
    return make_decision(actor, case_id=case.pk, **{**GIVEN, **more})


def seen(actor, case, decision):
    return decision_for(actor, case.pk, decision.pk)


def waiting(actor):
    return [(row.code, row.ref) for row in queue_for(actor).rows]


def test_a_decision_names_its_standard_and_the_rules_that_it_cites(cast, case):
    laws = ["idn_21_2007_1_7", "palermo_3b"]
    made = decide(cast.officer, case, standard="reasonable_grounds", laws=laws)
    shown = seen(cast.officer, case, made).decision
    assert (shown.standard, shown.laws) == ("reasonable_grounds", laws)


@pytest.mark.parametrize(
    "wrong",
    [
        {"standard": "a hunch"},
        {"laws": ["idn_21_2007_999"]},
        {"review_at": timezone.localdate() - timedelta(days=1)},
    ],
)
def test_an_invented_standard_or_article_and_a_past_review_are_refused(cast, case, wrong):
    with pytest.raises(Invalid) as caught:
        decide(cast.officer, case, **wrong)
    assert caught.value.field in wrong


def test_without_the_policy_a_decision_stands_at_once(cast, case):
    made = decide(cast.officer, case)
    assert seen(cast.officer, case, made).standing is Standing.STANDS
    assert waiting(cast.officer) == []


def test_with_the_policy_it_waits_in_the_queue_for_a_colleague(cast, case, policy, second):
    made = decide(cast.officer, case)
    assert seen(cast.officer, case, made).standing is Standing.AWAITING
    assert waiting(second) == [("confirm_decision", f"decision:{made.pk}")]
    assert seen(second, case, made).may_confirm
    assert not seen(cast.officer, case, made).may_confirm


def test_nobody_confirms_her_own_decision(cast, case, policy):
    made = decide(cast.officer, case)
    with pytest.raises(SameOfficer):
        confirm_decision(cast.officer, case_id=case.pk, decision_id=made.pk, agrees=True)


def test_a_colleague_confirms_once_and_the_decision_stands(cast, case, policy, second):
    made = decide(cast.officer, case)
    confirm_decision(second, case_id=case.pk, decision_id=made.pk, agrees=True)
    shown = seen(cast.officer, case, made)
    assert (shown.standing, shown.confirmation.officer_name) == (Standing.STANDS, "Second")
    assert waiting(second) == []
    with pytest.raises(AlreadyConfirmed):
        confirm_decision(second, case_id=case.pk, decision_id=made.pk, agrees=True)


def test_a_colleague_who_disagrees_says_why_and_the_first_decides_again(cast, case, policy, second):
    made = decide(cast.officer, case)
    with pytest.raises(Invalid):
        confirm_decision(second, case_id=case.pk, decision_id=made.pk, agrees=False)
    confirm_decision(second, case_id=case.pk, decision_id=made.pk, agrees=False, reason="The payslips say more.")
    assert seen(second, case, made).standing is Standing.DISPUTED
    assert waiting(cast.officer) == [("revise_decision", f"revise:{made.pk}")]
    assert waiting(second) == []
    later = decide(cast.officer, case, outcome="presumed_victim", supersedes=made.pk)
    assert waiting(cast.officer) == [("confirm_decision", f"decision:{later.pk}")]


def test_another_agency_confirms_nothing(cast, case, policy):
    made = decide(cast.officer, case)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[])
    with pytest.raises(NotFound):
        confirm_decision(cast.colleague, case_id=case.pk, decision_id=made.pk, agrees=True)
    assert not seen(cast.colleague, case, made).may_confirm


def test_a_partners_decision_needs_no_second_officer_here(cast, case, policy):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.partner.pk, sections=[Section.WORK])
    made = decide(cast.peer, case, officer_name="Sok Dara")
    assert seen(cast.officer, case, made).standing is Standing.STANDS


def test_she_asks_for_a_review_and_the_first_decision_stays_visible(cast, case):
    made = decide(cast.officer, case, outcome="not_victim")
    asked = ask_review(
        cast.officer, case_id=case.pk, decision_id=made.pk, channel="lawyer", reason="She was not heard alone."
    )
    (row,) = queue_for(cast.officer).rows
    assert (row.code, row.ref, row.due_at) == ("review_decision", f"review:{made.pk}", asked.due_at)
    later = decide(cast.officer, case, supersedes=made.pk)
    first = seen(cast.officer, case, made)
    assert (first.standing, first.superseded_by) == (Standing.SUPERSEDED, later)
    assert first.reviews[0].reason == "She was not heard alone."
    assert first.reviews[0].answer_id == later.pk
    assert [d.outcome for d in case_page_for(cast.officer, case.pk).decisions] == ["victim", "not_victim"]
    assert waiting(cast.officer) == []


@pytest.mark.parametrize(
    "wrong", [{"channel": "smoke"}, {"reason": " "}, {"asked_at": timezone.now() + timedelta(1)}]
)
def test_a_review_needs_a_known_channel_a_reason_and_a_day_that_has_come(cast, case, wrong):
    made = decide(cast.officer, case)
    with pytest.raises(Invalid):
        ask_review(
            cast.officer, case_id=case.pk, decision_id=made.pk, **{"channel": "phone", "reason": "x", **wrong}
        )


def test_a_shelter_that_works_on_the_case_records_that_she_asks(cast, case):
    made = decide(cast.officer, case)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.shelter.pk, sections=[])
    ask_review(cast.shelter_worker, case_id=case.pk, decision_id=made.pk, channel="service", reason="x")
    assert waiting(cast.officer) == [("review_decision", f"review:{made.pk}")]
    with pytest.raises(NotAllowed):
        decide(cast.shelter_worker, case, supersedes=made.pk)


def test_the_leading_agency_reviews_where_the_deciding_one_has_left(cast, case):
    grant = add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[])
    made = decide(cast.colleague, case, outcome="not_victim")
    end_member(cast.officer, case_id=case.pk, grant_id=grant.pk)
    ask_review(cast.officer, case_id=case.pk, decision_id=made.pk, channel="phone", reason="x")
    assert waiting(cast.officer) == [("review_decision", f"review:{made.pk}")]


def test_only_the_last_of_a_line_is_replaced_confirmed_or_reviewed(cast, case, policy, second):
    made = decide(cast.officer, case)
    decide(cast.officer, case, supersedes=made.pk)
    here = {"case_id": case.pk, "decision_id": made.pk}
    with pytest.raises(AlreadySuperseded):
        decide(cast.officer, case, supersedes=made.pk)
    with pytest.raises(AlreadySuperseded):
        confirm_decision(second, **here, agrees=True)
    with pytest.raises(AlreadySuperseded):
        ask_review(cast.officer, **here, channel="phone", reason="x")


def test_nobody_replaces_the_decision_of_another_agency_or_case(cast, case):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[])
    made = decide(cast.officer, case)
    with pytest.raises(NotFound):
        decide(cast.colleague, case, supersedes=made.pk)
    with pytest.raises(NotFound):
        decision_for(cast.colleague, case.person_id, made.pk)


def test_what_waits_for_confirmation_protects_and_takes_no_protection_away(cast, case, policy, second):
    def status():
        with acting_as(cast.officer):
            return _status_of_person(case)

    assert status() == "other"
    made = decide(cast.officer, case, outcome="presumed_victim")
    assert status() == "presumed_victim"
    later = decide(cast.officer, case, outcome="not_victim", supersedes=made.pk)
    assert status() == "presumed_victim"
    confirm_decision(second, case_id=case.pk, decision_id=later.pk, agrees=True)
    assert status() == "other"


@pytest.mark.parametrize("superseded", [True, False])
@pytest.mark.parametrize("needs", [True, False])
@pytest.mark.parametrize("agrees", [True, False, None])
def test_a_decision_has_one_standing(needs, agrees, superseded):
    found = standing(needs_confirmation=needs, agrees=agrees, superseded=superseded)
    expected = Standing.AWAITING if needs and agrees is None else Standing.STANDS
    expected = Standing.DISPUTED if agrees is False else expected
    assert found is (Standing.SUPERSEDED if superseded else expected)


def test_the_list_of_decisions_tells_the_standing_of_each(cast, case, policy):
    decide(cast.officer, case)
    (shown,) = case_page_for(cast.officer, case.pk).decisions
    assert standing_of(shown) is Standing.AWAITING
