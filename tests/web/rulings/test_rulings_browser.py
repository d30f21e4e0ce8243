"""Pages of forced acts, of suspects and of double status in a real browser: accessible, at both sizes."""

import pytest

from pulang.identification.nonpunishment.actions import record_act, record_sanction
from pulang.identification.suspects.actions import add_entry, link_status, open_file
from tests.browser import LAPTOP, PHONE, assert_accessible, save_picture
from tests.cast import make_actor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
@pytest.mark.parametrize("language", ["en", "km"])
def test_every_page_is_accessible_at_both_sizes(open_page, committed_cast, case, language, width):
    officer, detective = committed_cast.officer, committed_cast.colleague
    told = {"kind": "online_scam", "what": "Wrote to strangers, 14 hours a day.", "link": "direct"}
    act = record_act(officer, case_id=case.pk, compulsions=["debt", "violence"], compulsion="A cable.", **told)
    fine = {"kind": "overstay_fine", "state": "imposed", "authority": "Immigration"}
    record_sanction(officer, case_id=case.pk, act_id=act.pk, **fine)
    file = open_file(detective, name="Budi", born="1990", suspicion="Recruited two men.")
    add_entry(detective, file_id=file.pk, text="Heard two witnesses.", stage="investigated")
    coordinator = make_actor("coordinator", committed_cast.police, "double_status")
    link_status(coordinator, case_number=case.number, file_number=file.number)
    here, there = f"/cases/{case.pk}/non-punishment/", f"/suspects/{file.pk}/"
    for actor, addresses in {
        officer: {"acts": here, "act": f"{here}acts/add/", "letter": f"{here}letter/"},
        detective: {"suspects": "/suspects/", "suspect": there, "suspect-add": f"{there}add/"},
        coordinator: {"links": "/double-status/", "link": "/double-status/link/"},
    }.items():
        page = open_page(actor, width=width, language=language)
        for name, address in addresses.items():
            assert page.goto(address).status == 200, address
            save_picture(page, f"ruling-{name}-{language}-{width}")
            assert_accessible(page)
