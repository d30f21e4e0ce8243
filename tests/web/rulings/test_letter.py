"""The letter is looked at first, and made by a second step; both without a script."""

import pytest

from pulang.cases.actions import make_decision
from pulang.identification.nonpunishment.actions import record_act

ELEMENTS = {"act": "established", "means": "established", "purpose": "established"}
TO = {"addressee": "Immigration", "country": "IDN", "language": "id", "on": "2026-09-30"}


@pytest.fixture
def here(committed_cast, case):
    officer = committed_cast.officer
    make_decision(officer, case_id=case.pk, outcome="victim", **ELEMENTS, reasons="Heard alone.")
    told = {"kind": "online_scam", "what": "Wrote as 김철수.", "link": "direct"}
    record_act(officer, case_id=case.pk, compulsions=["debt"], **told)
    return f"/cases/{case.pk}/non-punishment/letter/"


def test_looking_shows_the_pages_and_keeps_nothing(officer, case, here):
    assert 'name="look"' in officer.get(here).content.decode()
    page = officer.post(here, {**TO, "look": "1", "once": "letter-1"}).content.decode()
    assert 'src="data:image/png;base64,' in page
    assert "김 철 수" in page
    assert "NP-" not in officer.get(f"/cases/{case.pk}/").content.decode()
    made = officer.post(here, {**TO, "once": "letter-1"})
    assert (made.status_code, made["Location"]) == (302, f"/cases/{case.pk}/non-punishment/")
    assert ".pdf" in officer.get(f"/cases/{case.pk}/").content.decode()


def test_what_is_missing_is_said_at_the_field_before_anything_is_drawn(officer, here):
    answer = officer.post(here, {**TO, "addressee": "", "look": "1"})
    assert answer.status_code == 422
    assert "data:image/png" not in answer.content.decode()
