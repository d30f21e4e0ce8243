"""Agreements at the screen: from the draft to the end, with a partner that the test plays."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pulang.access.models import AgencyKind
from pulang.crypto.signing import sign_jws
from pulang.exchange.models import Agreement, AgreementDraft
from pulang.exchange.partners.pairing import AGREEMENT_TYPE, canonical
from tests.browser import LAPTOP, PHONE, assert_accessible
from tests.cast import make_actor, make_agency
from tests.exchange.partner import NODE, partner_of
from tests.web.world import sign_in


@pytest.fixture
def partner(cast):
    return partner_of(cast)


def given() -> dict:
    return {
        "node": NODE,
        "reference": "Memorandum of 2026 (invented)",
        "kinds": ["note", "case.share"],
        "purposes": ["protection"],
        "languages": ["en", "id"],
        "danger": 8,
        "urgent": 72,
        "normal": 168,
        "retention_days": 400,
        "file_mb": 20,
        "until": (timezone.localdate() + timedelta(days=100)).isoformat(),
    }


def test_an_agreement_is_drafted_signed_by_two_taken_in_and_ended(cast, partner):
    first = sign_in(cast.administrator)
    second = sign_in(make_actor("admin-two", make_agency("it-two", AgencyKind.ADMINISTRATION), "administrator"))
    page = first.post("/links/agreements/new/", given(), follow=True).content.decode()
    for shown in ("Memorandum of 2026", "0 of 2 officers have signed", "400 days", "20.0", "8 hours in danger"):
        assert shown in page
    draft = AgreementDraft.objects.get()
    here = f"/links/agreements/draft/{draft.pk}/"
    assert first.get(f"{here}file/").status_code == 404
    first.post(f"{here}sign/")
    assert "You have signed" in first.get(here).content.decode()
    second.post(f"{here}sign/")
    terms = json.loads(second.get(f"{here}file/").content)["terms"]
    token = sign_jws(canonical(terms), partner.signing, typ=AGREEMENT_TYPE).decode()
    file = SimpleUploadedFile("a.json", json.dumps({"terms": terms, "signatures": {NODE: token}}).encode())
    page = second.post("/links/agreements/take/", {"file": file}, follow=True).content.decode()
    assert "Memorandum of 2026" in page
    kept = Agreement.objects.get(pk=draft.pk)
    ended = first.post(f"/links/agreements/{kept.pk}/end/", {"reason": "Not renewed."}, follow=True)
    assert "Not renewed." in ended.content.decode()
    assert first.post(f"/links/agreements/{kept.pk}/end/", {"reason": "Again."}).status_code == 404


def test_oversight_reads_and_does_not_sign(cast, partner):
    reader = sign_in(cast.data_protection)
    assert "In force" in reader.get("/links/agreements/").content.decode()
    assert reader.get("/links/agreements/new/").status_code == 404


def test_a_broken_file_is_refused_in_words(cast, partner):
    client = sign_in(cast.administrator)
    file = SimpleUploadedFile("a.json", b"[")
    answer = client.post("/links/agreements/take/", {"file": file})
    assert answer.status_code == 422
    assert "agreement_broken" in answer.content.decode()


@pytest.mark.browser
@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_the_pages_are_accessible_at_both_sizes(open_page, committed_cast, width):
    partner_of(committed_cast)
    page = open_page(committed_cast.administrator, width=width)
    for place in ("/links/", "/links/agreements/", "/links/agreements/new/"):
        page.goto(place)
        assert_accessible(page)
