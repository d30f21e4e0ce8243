"""The letter of a referral: to whom, for what, by her wish; nothing for those who do not hold her care."""

import pytest
from django.utils import timezone

from pulang.access.permissions import Section
from pulang.care.actions import refer
from pulang.care.papers import print_referral_letter
from pulang.cases.actions import add_member, open_case, record_consent
from pulang.lib.errors import Invalid, NotFound
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.printing.paper import text_of

TODAY = timezone.localdate()


@pytest.fixture
def referral(cast):
    person = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah"))
    case = open_case(cast.officer, person_id=person.pk)
    record_consent(cast.officer, case_id=case.pk, scopes=["share_services"], given=True, language="id")
    call = {"case_id": case.pk, "provider_id": cast.shelter.pk, "service": "legal"}
    return refer(cast.officer, **call, reason="She wants a lawyer")


def letter(actor, referral, language="en"):
    call = {"case_id": referral.case_id, "referral_id": referral.pk}
    return print_referral_letter(actor, language=language, on=TODAY, **call)


def test_the_letter_says_to_whom_for_what_and_that_it_is_her_wish(cast, referral):
    made = letter(cast.officer, referral)
    text = text_of(made.content)
    for said in ("Siti Aminah", cast.shelter.name, "Legal aid", "She wants a lawyer", "chose the provider"):
        assert said in text
    assert "Siti" not in made.name


@pytest.mark.parametrize(("language", "title"), [("id", "Surat rujukan"), ("km", "លិខិតបញ្ជូន")])
def test_the_letter_is_printed_in_the_language_of_the_reader(cast, referral, language, title):
    content = letter(cast.officer, referral, language).content
    assert content.startswith(b"%PDF")
    assert language == "km" or title in text_of(content)  # Khmer comes out of a PDF in another order of signs


def test_who_may_not_name_her_prints_no_name(cast, referral):
    sections = [Section.WORK, Section.CARE]
    add_member(cast.officer, case_id=referral.case_id, agency_id=cast.police.pk, sections=sections)
    assert "Siti" not in text_of(letter(cast.colleague, referral).content)


def test_without_her_care_there_is_no_letter(cast, referral):
    with pytest.raises(NotFound):
        letter(cast.colleague, referral)
    add_member(cast.officer, case_id=referral.case_id, agency_id=cast.police.pk, sections=[Section.WORK])
    with pytest.raises(NotFound):
        letter(cast.colleague, referral)
    with pytest.raises(Invalid):
        letter(cast.officer, referral, "th")
