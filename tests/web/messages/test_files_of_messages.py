"""Files that go with a message, on the pages: chosen at writing, shown with how far they are, and whose."""

import secrets

import pytest

from pulang.cases.actions import add_file
from pulang.cases.models import CaseFile
from pulang.db.context import acting_as
from pulang.exchange.models import Attachment, Message
from pulang.lib.actor import system
from tests.exchange.partner import NODE
from tests.web.messages.test_message_pages import ANSWER, text
from tests.web.objects import PDF


@pytest.fixture
def partner(partner):
    partner.agreement.terms["attachment_bytes"] = 1024 * 1024
    partner.agreement.save()
    yield partner
    del partner.agreement.terms["attachment_bytes"]


@pytest.fixture
def file(committed_cast, partner, case) -> CaseFile:
    return add_file(committed_cast.officer, case_id=case.pk, name="contract.pdf", content=PDF)


def sent_last() -> tuple[Message, list[Attachment]]:
    with acting_as(system("test")):
        message = Message.objects.filter(outgoing=True).latest("created")
        return message, list(Attachment.objects.filter(message=message))


def test_a_file_of_the_case_goes_with_an_answer_and_the_page_says_how_far_it_is(officer, case, asked, file):
    page = text(officer.get(f"/messages/{asked}/"))
    assert "contract.pdf" in page
    assert "At most 1.0" in page
    officer.post(f"/messages/{asked}/answer/", {**ANSWER, "attached": [str(file.pk)]})
    message, (going,) = sent_last()
    assert (message.kind, going.file, going.state) == ("identification.answer", file.pk, "waiting")
    page = text(officer.get(f"/messages/{message.pk}/"))
    assert "contract.pdf" in page
    assert "On its way: 0 %" in page


def test_a_file_goes_with_a_share_and_with_a_note(officer, case, file):
    shared = {"to": NODE, "summary": "x", "lang": "en", "once": "s1", "attached": [str(file.pk)]}
    assert officer.post(f"/cases/{case.pk}/share/", shared).status_code == 302
    assert [one.file for one in sent_last()[1]] == [file.pk]
    noted = {"to": NODE, "text": "x", "lang": "en", "once": "n1", "attached": [str(file.pk)]}
    assert officer.post(f"/cases/{case.pk}/messages/note/", noted).status_code == 302
    assert [one.file for one in sent_last()[1]] == [file.pk]


def test_a_file_beyond_the_agreement_is_refused_with_both_sizes(officer, committed_cast, case, file):
    large = add_file(
        committed_cast.officer,
        case_id=case.pk,
        name="film.pdf",
        content=PDF + secrets.token_bytes(3 * 1024 * 1024),
    )
    shared = {"to": NODE, "summary": "x", "lang": "en", "once": "s2", "attached": [str(large.pk)]}
    answer = officer.post(f"/cases/{case.pk}/share/", shared)
    assert answer.status_code == 422
    assert "3 MB is larger than the 1 MB that the agreement" in text(answer)


def test_without_an_agreed_size_no_file_is_offered(officer, partner, case, asked, file):
    partner.agreement.terms["attachment_bytes"] = 0
    partner.agreement.save()
    assert "contract.pdf" not in text(officer.get(f"/messages/{asked}/"))


def test_a_file_that_came_shows_its_owner_and_handling_on_the_case(officer, case, file):
    with acting_as(system("test")):
        handling = {"code": "H2", "onward": False, "caveat": "Not for the press."}
        CaseFile.objects.filter(pk=file.pk).update(owner_node=NODE, handling=handling)
    page = text(officer.get(f"/cases/{case.pk}/"))
    assert f"Belongs to {NODE}" in page
    assert "It may not be passed on. Not for the press." in page
