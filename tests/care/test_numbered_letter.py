"""The letter of a referral has a number and a code that proves it, and says nothing of her."""

from django.test import Client
from django.utils import timezone

from pulang.care.models import Letter
from pulang.db.context import acting_as
from tests.care.test_letter import letter, referral  # noqa: F401
from tests.printing.paper import text_of
from tests.web.world import sign_in


def test_the_letter_keeps_its_number_and_its_code_is_genuine(cast, referral):  # noqa: F811
    first, again = letter(cast.officer, referral), letter(cast.officer, referral, "id")
    with acting_as(cast.officer):
        held = Letter.objects.get(referral=referral)
    assert held.number.startswith(f"ID-R-{timezone.localdate().year}-")
    assert held.number in first.name
    assert held.number in again.name
    assert f"/genuine/{held.code}/" in text_of(first.content).replace("\n", "")
    page = Client().get(f"/genuine/{held.code.lower()}/").content.decode()
    assert held.number in page
    assert "Referral" in page
    assert "Siti" not in page
    assert cast.shelter.name not in page
    assert Client().get("/genuine/0000000000000000/").status_code == 404


def test_every_template_of_the_node_is_shown_with_made_up_people(cast):
    client = sign_in(cast.administrator)
    page = client.get("/papers/samples/").content.decode()
    for kind in ("slips", "referral", "decision", "letter", "interview_summary", "splp_sheet"):
        assert f"/papers/samples/{kind}/?language=km" in page
        for language in ("en", "id", "km"):
            answer = client.get(f"/papers/samples/{kind}/?language={language}")
            assert (answer.status_code, answer.content[:4]) == (200, b"%PDF"), kind
    assert client.get("/papers/samples/poem/").status_code == 404
