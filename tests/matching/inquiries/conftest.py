from typing import Any
from uuid import UUID, uuid4

import pytest

from pulang.cases.actions import open_case
from pulang.cases.models import Case
from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.lib.actor import Actor
from pulang.matching.inquiries.models import Inquiry
from pulang.persons.actions import register_person
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft
from tests.cast import Cast
from tests.exchange.partner import Partner, partner_of

JOKO = PersonDraft(
    name="Moh. Djoko Soesilo",
    other_names=(NameDraft("alias", "Jack"),),
    birth_date="about 1998",
    birth_place="Medan",
    sex="male",
    nationality="IDN",
    papers=(PaperDraft("passport", "C1234567", "IDN"),),
    contacts=(ContactDraft("phone", "+62 812 3456 7890"),),
)
ASKED = {"names": ["JOKO SUSILO MUHAMMAD"], "birth_date": "1998", "papers": ["C1234567"]}


@pytest.fixture
def partner(cast: Cast) -> Partner:
    return partner_of(cast)


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of the embassy that no partner holds."""
    person = register_person(cast.officer, draft=JOKO)
    return open_case(cast.officer, person_id=person.pk)


def asks_whether(partner: Partner, person: dict[str, Any] | None = None, **more: Any) -> UUID:
    """The partner asks whether somebody is known here; returns the id of the message."""
    body = {"case": str(uuid4()), "question": "Do you know him?", "person": person or ASKED}
    fields = partner.fields(type="locate.request", body=body, **more)
    (answer,) = receive(partner.peer, [partner.seal(fields)])
    assert answer.receipt, answer.code
    return UUID(fields["id"])


def inquiry_before(actor: Actor) -> Inquiry | None:
    with acting_as(actor):
        return Inquiry.objects.order_by("-received_at").first()
