"""Pages of copies: the owner sees who holds one and takes it back; a holder sees the terms and proposes."""

import pytest

from pulang.cases.models import Case
from pulang.cases.ownership.queries import copies_for
from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.lib.actor import system
from tests.exchange.partner import asks
from tests.web.messages.conftest import case, partner  # noqa: F401
from tests.web.world import sign_in

UID = "0197a000-0000-7000-8000-000000000002"


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def officer(committed_cast):
    return sign_in(committed_cast.officer)


@pytest.fixture
def url(committed_cast, case) -> str:  # noqa: F811
    (view,) = copies_for(committed_cast.officer, case.pk)
    return f"/copies/{view.book.pk}/"


def test_the_case_page_says_who_holds_a_copy(officer, case, url):  # noqa: F811
    page = text(officer.get(f"/cases/{case.pk}/"))
    assert "Who holds a copy" in page
    assert url in page
    assert "Holds a copy" in page


def test_the_owner_takes_a_copy_back_with_a_reason_and_sees_that_it_is_pending(officer, url):
    refused = officer.post(f"{url}withdraw/", {"to": "", "reason": "other", "lang": "en"})
    assert refused.status_code == 422
    assert officer.post(f"{url}withdraw/", {"to": "", "reason": "safety", "lang": "en"}).status_code == 302
    page = text(officer.get(url))
    assert "Asked to remove it" in page
    assert "Due by" in page
    assert "Take it back" not in page


def test_the_owner_corrects_restricts_and_reviews(officer, case, url):  # noqa: F811
    assert "Siti Aminah" in text(officer.get(f"{url}correct/"))
    assert officer.post(f"{url}correct/", {"summary": "Freed.", "lang": "en"}).status_code == 302
    given = {"code": "H3", "caveat": "Call first.", "reason": "safety", "lang": "en"}
    assert officer.post(f"{url}restrict/", given).status_code == 302
    given = {"delete_after": "2099-01-31", "reason": "court", "lang": "en"}
    assert officer.post(f"{url}review/", given).status_code == 302
    page = text(officer.get(url))
    for shown in ("National Central Bureau alone", "Call first.", "2099", "Version 4"):
        assert shown in page
    story = text(officer.get(f"/cases/{case.pk}/"))
    assert "Copies corrected" in story


@pytest.fixture
def copied(committed_cast, partner) -> Case:  # noqa: F811
    said = {"case": UID, "number": "KH-1", "urgency": "normal", "person": {"name": "Ratna"}}
    receive(partner.peer, [partner.seal(partner.fields(type="case.share", body=said))])
    with acting_as(system("test")):
        return Case.objects.get(uid=UID)


def test_a_holder_sees_owner_and_terms_and_proposes(committed_cast, copied):
    desk = sign_in(committed_cast.desk)
    page = text(desk.get(f"/cases/{copied.pk}/"))
    for shown in ("Ncb Phnom Penh", "May be passed on", "Protection of the person", "Keep until"):
        assert shown in page
    answer = desk.post(f"/cases/{copied.pk}/propose/", {"name": "Ratna Kusuma", "lang": "id"})
    assert answer.status_code == 302
    assert "Ratna Kusuma" in text(desk.get(answer.url))


def test_a_proposal_is_decided_from_its_conversation(officer, partner, case):  # noqa: F811
    changes = [{"field": "name", "value": "Siti Aminah binti Ahmad"}]
    asked = asks(partner, case, "case.proposal", changes=changes)
    assert f"/messages/{asked}/decide/" in text(officer.get(f"/messages/{asked}/"))
    refused = officer.post(f"/messages/{asked}/decide/", {"accept": "no", "lang": "en"})
    assert refused.status_code == 422
    assert officer.post(f"/messages/{asked}/decide/", {"accept": "yes", "lang": "en"}).status_code == 302
    assert "Siti Aminah binti Ahmad" in text(officer.get(f"/cases/{case.pk}/"))
    assert "Decide on the proposal" not in text(officer.get(f"/messages/{asked}/"))


def test_what_was_taken_back_shows_nothing_of_her(committed_cast, partner, copied):  # noqa: F811
    fields = partner.fields(
        type="case.share", obj={"uid": UID, "ver": 2, "op": "withdraw"}, body={"reason": "safety"}
    )
    receive(partner.peer, [partner.seal(fields)])
    desk = sign_in(committed_cast.desk)
    page = text(desk.get(f"/cases/{copied.pk}/"))
    assert "Ratna" not in page
    assert "The owner took the case back: It endangers her or somebody else" in page
    assert "finish your part" in page
