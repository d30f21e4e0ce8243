"""One form, one effect; access through a case ends with it and not before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pulang.access.models import Grant
from pulang.access.permissions import Section
from pulang.cases.actions import (
    add_file,
    add_member,
    add_task,
    close_case,
    end_member,
    make_decision,
    open_case,
    record_consent,
    set_urgency,
)
from pulang.cases.queries import case_page_for
from pulang.db.context import acting_as
from pulang.lib.errors import Conflict, Invalid, NotFound
from tests.cases.test_files import PDF

ELEMENTS = {"act": "established", "means": "indicated", "purpose": "established"}


def test_each_form_sent_twice_has_one_effect(cast, case):
    here = {"case_id": case.pk, "once": "form-1"}
    for _ in range(2):
        add_task(cast.officer, **here, code="call_family")
        add_file(cast.officer, **here, name="a.pdf", content=PDF)
        record_consent(cast.officer, **here, scopes=["photo"], given=True, language="id")
        make_decision(cast.officer, **here, outcome="victim", **ELEMENTS, reasons="heard")
        add_member(cast.officer, **here, agency_id=cast.police.pk, sections=[Section.CARE])
    page = case_page_for(cast.officer, case.pk)
    assert [len(part) for part in (page.tasks, page.files, page.consents, page.decisions)] == [1, 1, 1, 1]
    assert len([grant for grant in page.members if grant.agency_id == cast.police.pk]) == 1


def test_the_same_token_of_another_officer_is_another_form(cast, case):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[])
    ours = add_task(cast.officer, case_id=case.pk, code="call_family", once="form-1")
    theirs = add_task(cast.colleague, case_id=case.pk, code="call_family", once="form-1")
    assert ours.pk != theirs.pk


def test_a_form_that_failed_can_be_sent_again(cast, case):
    with pytest.raises(Invalid):
        add_task(cast.officer, case_id=case.pk, code="x", agency=cast.police.pk, once="form-2")
    assert add_task(cast.officer, case_id=case.pk, code="x", once="form-2")


def test_a_conflict_says_what_stands_now_and_who_changed_it(cast, case):
    set_urgency(cast.officer, case_id=case.pk, urgency="danger", risks=["held"], version=1)
    with pytest.raises(Conflict) as caught:
        close_case(cast.officer, case_id=case.pk, outcome="home", reason="x", version=1)
    details = caught.value.details
    assert details["current"] == {"status": "open", "urgency": "danger", "risks": ["held"], "outcome": ""}
    assert details["changed_by"] == "Officer"
    assert details["version"] == 2


def test_unknown_risks_are_refused(cast, case):
    with pytest.raises(Invalid):
        set_urgency(cast.officer, case_id=case.pk, urgency="danger", risks=["bad luck"])


def test_ending_one_case_leaves_the_person_to_those_who_need_her_elsewhere(cast, case):
    """The police has a case of its own for the same person, and lets the shelter in there too."""
    identity = [Section.IDENTITY]
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=identity)
    other = open_case(cast.colleague, person_id=case.person_id)
    first = add_member(cast.officer, case_id=case.pk, agency_id=cast.shelter.pk, sections=identity)
    second = add_member(cast.colleague, case_id=other.pk, agency_id=cast.shelter.pk, sections=identity)
    end_member(cast.officer, case_id=case.pk, grant_id=first.pk)
    assert case_page_for(cast.shelter_worker, other.pk).person.name == "Siti Aminah"
    end_member(cast.colleague, case_id=other.pk, grant_id=second.pk)
    with acting_as(cast.shelter_worker):
        assert not Grant.objects.filter(scope=case.person_id, agency=cast.shelter, ended_at=None).exists()


def test_a_renewed_member_keeps_the_person_when_the_older_grant_ends(cast, case):
    identity = [Section.IDENTITY]
    older = add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=identity)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=identity)
    end_member(cast.officer, case_id=case.pk, grant_id=older.pk)
    assert case_page_for(cast.colleague, case.pk).person.name == "Siti Aminah"


@pytest.mark.parametrize("kind", ["administrator", "data_protection"])
def test_administration_and_oversight_are_let_into_no_case(cast, case, kind):
    with pytest.raises(Invalid):
        add_member(cast.officer, case_id=case.pk, agency_id=getattr(cast, kind).agency_id, sections=[])


def test_a_membership_ends_in_the_future(cast, case):
    past = timezone.now() - timedelta(hours=1)
    with pytest.raises(Invalid):
        add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[], until=past)


def test_a_member_adds_nothing_to_a_section_she_does_not_hold(cast, case):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.FILES])
    with pytest.raises(Invalid):
        add_file(cast.colleague, case_id=case.pk, name="a.pdf", content=PDF, section="care")
    with pytest.raises(NotFound):
        add_task(cast.shelter_worker, case_id=case.pk, code="x")
