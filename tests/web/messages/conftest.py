from uuid import UUID

import pytest

from pulang.cases.actions import open_case, share_case
from pulang.cases.models import Case
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from tests.cast import Cast
from tests.exchange.partner import Partner, asks, partner_of


@pytest.fixture
def partner(committed_cast: Cast) -> Partner:
    return partner_of(committed_cast)


@pytest.fixture
def case(committed_cast: Cast, partner: Partner) -> Case:
    """A case of the embassy that the partner holds too."""
    draft = PersonDraft(
        name="Siti Aminah", birth_date="1999", papers=(PaperDraft("passport", "C1234567", "IDN", state="taken"),)
    )
    person = register_person(committed_cast.officer, draft=draft)
    made = open_case(committed_cast.officer, person_id=person.pk, urgency="urgent")
    share_case(committed_cast.officer, case_id=made.pk, to=partner.peer.node_id, summary="Held in Bavet.")
    return made


@pytest.fixture
def asked(partner: Partner, case: Case) -> UUID:
    """The partner asks who she is."""
    return asks(partner, case, question="Is she known to you, and is she a victim?")
