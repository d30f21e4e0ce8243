"""What she is told of her way in plain words, and what her family may hear."""

import pytest
from django.utils import timezone

from pulang.cases.actions import open_case, record_consent, withdraw_consent
from pulang.cases.models import TimelineEntry
from pulang.db.context import acting_as
from pulang.lib.errors import Invalid, NotFound, Problems
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.printing import LANGUAGES
from pulang.repatriation.errors import FamilyNotAllowed
from pulang.repatriation.rules import shipped_list, shipped_versions
from pulang.repatriation.told import _template, print_what_next, tell_family, told_for
from tests.printing.paper import text_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_every_list_has_plain_words(language):
    words = _template().words[language]
    for version in shipped_versions():
        assert all(words[f"now_{step.code}"] for step in shipped_list(str(version)).steps)


def test_she_is_told_what_is_at_hand_and_what_comes(cast, case, do):
    do("report")
    told = told_for(cast.officer, case.pk, language="en")
    assert ("Registered and nationality verified", "The embassy checks that you are Indonesian. If you have no"
            " paper, it asks you about your home and your family.") in told.now  # fmt: skip
    assert told.done == ("Reported to the embassy",)
    assert "Home" in told.later
    nothing = told_for(cast.officer, other_case(cast).pk, language="en")
    assert (nothing.now, nothing.done, nothing.later) == ((), (), ())


def other_case(cast):
    person = register_person(cast.officer, draft=PersonDraft(name="Budi"))
    return open_case(cast.officer, person_id=person.pk)


@pytest.mark.parametrize("language", LANGUAGES)
def test_her_sheet_names_neither_her_nor_where_she_is(cast, case, do, language):
    do("report")
    name, content = print_what_next(cast.officer, case.pk, language=language, on=timezone.localdate())
    said = text_of(content)
    assert case.number in said
    assert case.number in name
    assert "Siti" not in said


def test_without_her_leave_the_family_hears_nothing(cast, case, do):
    do("report")
    assert told_for(cast.officer, case.pk, language="id").family == ()
    with pytest.raises(FamilyNotAllowed):
        tell_family(cast.officer, case_id=case.pk, who="Her mother", said="She is safe")


def test_what_the_family_hears_says_neither_where_nor_when_and_stands_in_the_story(cast, case, do):
    do("report")
    given = record_consent(cast.officer, case_id=case.pk, scopes=["contact_family"], given=True, language="id")
    told = told_for(cast.officer, case.pk, language="en")
    assert told.family_allowed
    assert "Registered and nationality verified" in told.family
    assert not {"Shelter until departure", "Health", "Ticket", "First assessment"} & set(told.family)
    with pytest.raises((Invalid, Problems)):
        tell_family(cast.officer, case_id=case.pk, who=" ", said="She is safe")
    tell_family(cast.officer, case_id=case.pk, who="Her mother", said="She is safe")
    with acting_as(cast.officer):
        kept = TimelineEntry.objects.filter(case=case).latest("at")
        assert (kept.details, kept.text) == ({"family": "told"}, "Her mother: She is safe")
    withdraw_consent(cast.officer, case_id=case.pk, consent_id=given.pk, reason="changed her mind")
    with pytest.raises(FamilyNotAllowed):
        tell_family(cast.officer, case_id=case.pk, who="Her mother", said="again")


def test_strangers_and_unknown_languages_find_nothing(cast, case, do):
    do("report")
    with pytest.raises(NotFound):
        told_for(cast.shelter_worker, case.pk, language="en")
    with pytest.raises(Invalid):
        told_for(cast.officer, case.pk, language="fr")
