"""Pages of copies in a real browser: accessible at both sizes, in every language."""

import pytest

from pulang.cases.models import Case
from pulang.cases.ownership.queries import copies_for
from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.lib.actor import system
from tests.browser import assert_accessible, in_each_language, save_picture
from tests.exchange.partner import asks
from tests.web.messages.conftest import case, partner  # noqa: F401

pytestmark = pytest.mark.browser
UID = "0197a000-0000-7000-8000-000000000003"


@in_each_language
def test_every_page_is_accessible(open_page, committed_cast, partner, case, language, width):  # noqa: F811
    (view,) = copies_for(committed_cast.officer, case.pk)
    asked = asks(partner, case, "case.proposal", changes=[{"field": "name", "value": "Siti"}])
    page = open_page(committed_cast.officer, width=width, language=language)
    here = f"/copies/{view.book.pk}/"
    changes = {f"copy-{op}": f"{here}{op}/" for op in ("correct", "restrict", "review", "withdraw")}
    addresses = {
        "copy": here,
        **changes,
        "copy-decide": f"/messages/{asked}/decide/",
        "copy-talk": f"/messages/{asked}/",
    }
    for name, address in addresses.items():
        assert page.goto(address).status == 200, address
        save_picture(page, f"{name}-{language}-{width}")
        assert_accessible(page)
    said = {"case": UID, "number": "KH-1", "urgency": "normal", "person": {"name": "Ratna"}}
    receive(partner.peer, [partner.seal(partner.fields(type="case.share", body=said))])
    with acting_as(system("test")):
        copied = Case.objects.get(uid=UID)
    page = open_page(committed_cast.desk, width=width, language=language)
    for name, address in {"copied": f"/cases/{copied.pk}/", "copy-propose": f"/cases/{copied.pk}/propose/"}.items():
        assert page.goto(address).status == 200, address
        save_picture(page, f"{name}-{language}-{width}")
        assert_accessible(page)
