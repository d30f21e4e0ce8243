"""Danger to life: opened at once and alone, told at once, reviewed by another unit, ended and suspended."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from pulang.access.grants import held_sections
from pulang.access.models import Grant
from pulang.access.permissions import Section
from pulang.audit.models import Entry
from pulang.cases.actions import open_case
from pulang.cases.emergencies.actions import SECTIONS, TERM, open_in_emergency, review_emergency
from pulang.cases.emergencies.errors import (
    EmergencyReviewed,
    EmergencySuspended,
    NobodyElsewhere,
    TooManyElsewhere,
)
from pulang.cases.emergencies.models import Emergency
from pulang.cases.emergencies.queries import count_emergencies, emergencies_for
from pulang.cases.models import Case, Task, TimelineEntry
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.errors import Invalid, NotAllowed, NotFound
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft, Sought
from pulang.persons.errors import TooFewIdentifiers
from pulang.persons.queries import person_for
from tests.cast import make_actor

WHY = "She calls from the boot of a car; police stand at the gate."
HERS = Sought(papers=("B 7654321",))
SITI = PersonDraft(name="Siti", birth_date="01/02/1999", papers=(PaperDraft("passport", "B7654321", "IDN"),))
NODE = system("test")


@pytest.fixture
def case(cast):
    """A case of the embassy that the police do not hold."""
    return open_case(cast.officer, person_id=register_person(cast.officer, draft=SITI).pk)


def test_the_officer_alone_sees_what_saves_a_life_and_no_more(cast, case):
    second = make_actor("second", cast.police, "investigator")
    opened = open_in_emergency(cast.colleague, sought=HERS, reason=WHY)
    assert opened.case_id == case.pk
    with acting_as(cast.colleague):
        assert Case.objects.get().pk == case.pk
        assert held_sections(cast.colleague, case.pk).keys() == SECTIONS
        assert Section.INTERVIEW not in held_sections(cast.colleague, case.pk)
    assert person_for(cast.colleague, case.person_id).draft.name == "Siti"
    with acting_as(second):
        assert not Case.objects.exists()
    with pytest.raises(NotFound):
        person_for(second, case.person_id)


def test_the_agency_that_leads_has_it_in_its_queue_and_its_story_at_once(cast, case):
    opened = open_in_emergency(cast.colleague, sought=HERS, reason=WHY)
    with acting_as(cast.officer):
        task = Task.objects.get(case=case, done_at=None, code="call_after_emergency")
        assert (task.agency_id, task.urgency, task.ref) == (cast.embassy.pk, "danger", f"emergency:{opened.pk}")
        told = TimelineEntry.objects.get(case=case, kind="access.broken_glass")
        assert (told.actor_name, told.text) == (cast.colleague.name, WHY)
    entry = Entry.objects.get(event="access.broken_glass")
    assert "break_glass" in entry.text
    assert WHY not in entry.text
    assert count_emergencies(cast.data_protection) == 1
    (waits,) = emergencies_for(cast.data_protection)
    assert (waits.officer, waits.reason, waits.overdue) == (cast.colleague.name, WHY, False)


def test_what_is_not_justified_ends_at_once_what_is_runs_out(cast, case):
    opened = open_in_emergency(cast.colleague, sought=HERS, reason=WHY)
    review_emergency(cast.data_protection, emergency_id=opened.pk, justified=False, note="Nobody was in danger.")
    with acting_as(cast.colleague):
        assert not Case.objects.exists()
        assert Emergency.objects.get().note == "Nobody was in danger."
    with pytest.raises(EmergencyReviewed):
        review_emergency(cast.data_protection, emergency_id=opened.pk, justified=True, note="Or was she?")
    again = open_in_emergency(cast.colleague, sought=HERS, reason=WHY)
    review_emergency(cast.data_protection, emergency_id=again.pk, justified=True, note="She was saved.")
    with acting_as(cast.colleague):
        assert Case.objects.exists()
        grant = Grant.objects.get(scope=case.pk, officer_id=cast.colleague.id, ended_at=None)
        assert grant.until == again.until == again.opened_at + TERM


def test_without_a_review_in_its_term_the_officer_opens_no_other(cast, case):
    opened = open_in_emergency(cast.colleague, sought=HERS, reason=WHY)
    with acting_as(NODE):
        Emergency.objects.filter(pk=opened.pk).update(opened_at=opened.opened_at - TERM - timedelta(minutes=1))
    with pytest.raises(EmergencySuspended):
        open_in_emergency(cast.colleague, sought=HERS, reason=WHY)
    review_emergency(cast.data_protection, emergency_id=opened.pk, justified=False, note="Too late to tell.")
    assert open_in_emergency(cast.colleague, sought=HERS, reason=WHY).pk != opened.pk


def test_only_the_identifiers_of_a_match_only_answer_open(cast, case):
    with pytest.raises(TooFewIdentifiers):
        open_in_emergency(cast.colleague, sought=Sought(name="Siti"), reason=WHY)
    with pytest.raises(NobodyElsewhere):
        open_in_emergency(cast.colleague, sought=Sought(papers=("B7654322",)), reason=WHY)
    with pytest.raises(NobodyElsewhere):  # her own people need no emergency
        open_in_emergency(cast.officer, sought=HERS, reason=WHY)
    with pytest.raises(Invalid):
        open_in_emergency(cast.colleague, sought=HERS, reason="Danger!")
    for _ in range(2):
        register_person(cast.officer, draft=PersonDraft(name="Siti", birth_date="01/02/1999"))
    with pytest.raises(TooManyElsewhere):
        open_in_emergency(cast.colleague, sought=Sought(name="Siti", birth_date="01/02/1999"), reason=WHY)
    with acting_as(cast.colleague):
        assert not Case.objects.exists()
        assert not Emergency.objects.exists()
    tried = [entry for entry in Entry.objects.filter(event="person.searched") if "break_glass" in entry.text]
    assert len(tried) == 5, "each answer tells something, so each try is in the audit"


def test_a_person_without_a_case_is_opened_too_and_sending_twice_has_one_effect(cast):
    register_person(cast.officer, draft=SITI)
    opened = open_in_emergency(cast.colleague, sought=HERS, reason=WHY, once="x")
    assert opened.case_id is None
    assert person_for(cast.colleague, opened.person_id).draft.name == "Siti"
    assert open_in_emergency(cast.colleague, sought=HERS, reason=WHY, once="x").pk == opened.pk


def test_who_may_not_open_or_review_does_not(cast, case):
    with pytest.raises(NotAllowed):
        open_in_emergency(cast.shelter_worker, sought=HERS, reason=WHY)
    opened = open_in_emergency(cast.colleague, sought=HERS, reason=WHY)
    for actor in (cast.colleague, cast.officer, cast.administrator):
        with pytest.raises(NotAllowed):
            review_emergency(actor, emergency_id=opened.pk, justified=True, note="Of course.")
    # The database holds it too, should the code ever fail.
    with acting_as(cast.colleague), transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match=r"row-level security|emergencies_another_reviews"):
            cursor.execute(
                "UPDATE emergencies_emergency SET reviewed_by_id = officer_id, verdict = 'justified' WHERE id = %s",
                [opened.pk],
            )
        transaction.set_rollback(True)
    with acting_as(cast.desk):
        assert not Emergency.objects.exists()
