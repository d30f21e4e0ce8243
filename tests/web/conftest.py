import pytest
from django.test import Client

from pulang.cases.actions import open_case
from pulang.cases.models import Case
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from tests.cast import Cast
from tests.web.world import sign_in


@pytest.fixture
def case(committed_cast: Cast) -> Case:
    """A case of the embassy, really there."""
    draft = PersonDraft(name="Siti Aminah", birth_date="1999", papers=(PaperDraft("passport", "C1234567", "IDN"),))
    person = register_person(committed_cast.officer, draft=draft)
    return open_case(committed_cast.officer, person_id=person.pk)


@pytest.fixture
def officer(committed_cast: Cast) -> Client:
    """A browser without JavaScript, signed in as the officer of the embassy."""
    return sign_in(committed_cast.officer)


@pytest.fixture
def colleague(committed_cast: Cast) -> Client:
    """Signed in at the police, which does not work on the case and holds none of the embassy's people."""
    return sign_in(committed_cast.colleague)
