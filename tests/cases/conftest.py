import pytest

from pulang.cases.actions import open_case
from pulang.cases.models import Case
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of the embassy, opened by the officer."""
    draft = PersonDraft(name="Siti Aminah", birth_date="1999", papers=(PaperDraft("passport", "C1234567", "IDN"),))
    person = register_person(cast.officer, draft=draft)
    return open_case(cast.officer, person_id=person.pk)
