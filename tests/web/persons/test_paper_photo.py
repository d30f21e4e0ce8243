"""A paper read from a photo in the browser: proposed, confirmed field by field, taken over; nothing before that."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bench.reading.passports import Flaws, lines_of, take
from pulang.operations.actions import open_operation
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.persons.queries import person_for
from pulang.persons.reading import photos
from pulang.persons.reading.zone import SeenLine

UPPER, LOWER = lines_of(3)
FIELDS = ("number", "name", "birth_date", "sex", "nationality", "country", "expires")


@pytest.fixture
def reads(monkeypatch):
    """The reader sees what the test says."""

    def see(*lines):
        monkeypatch.setattr(photos, "can_read_photos", lambda: True)
        monkeypatch.setattr(photos, "see", lambda picture: [SeenLine(line, 0.97) for line in lines])

    return see


def photo():
    return {"photo": SimpleUploadedFile("paper.jpg", take(3, Flaws()).content)}


def confirmed(page, *, all_but=()):
    form = page.context["form"]
    values = {name: form.initial.get(name, "") for name in ("kind", "mrz", *FIELDS)}
    return values | {f"{name}_agrees": "on" for name in FIELDS if name not in all_but}


def test_each_field_is_confirmed_before_a_paper_is_kept(officer, committed_cast, reads):
    reads(UPPER, LOWER)
    person = register_person(committed_cast.officer, draft=PersonDraft(name="Siti"))
    address = f"/persons/{person.pk}/paper/"
    page = officer.post(address, photo())
    assert b"every check digit fits" in page.content
    assert officer.post(address, confirmed(page, all_but=["number"])).status_code == 422
    assert person_for(committed_cast.officer, person.pk).draft.papers == ()
    assert officer.post(address, confirmed(page)).status_code == 302
    (paper,) = person_for(committed_cast.officer, person.pk).draft.papers
    assert (paper.kind, paper.number, paper.country, paper.state) == ("passport", LOWER[:8], "IDN", "held")


def test_the_desk_gets_what_was_read_and_a_doubt_is_said(officer, committed_cast, reads):
    reads(UPPER, ("B" if LOWER[1] != "8" else "3").join((LOWER[0], LOWER[2:])))
    operation = open_operation(committed_cast.officer, kind="walk_in", title="Wave").pk
    address = f"/operations/{operation}/register/paper/"
    page = officer.post(address, photo())
    assert b"compare every character" in page.content
    given = confirmed(page) | {"number": LOWER[:8]}
    desk = officer.post(address, given)
    assert desk.context["form"].initial["paper_number"] == LOWER[:8]
    assert f'action="/operations/{operation}/register/"' in desk.content.decode()


def test_a_photo_without_a_line_says_how_to_take_it_again(officer, reads):
    reads("RESTAURANT", "MENU")
    page = officer.post("/persons/register/paper/", photo())
    assert page.status_code == 422
    assert b"Take the photo again" in page.content


def test_a_new_person_is_filled_in_from_her_paper(officer, reads):
    reads(UPPER, LOWER)
    page = officer.post("/persons/register/paper/", photo())
    sheet = officer.post("/persons/register/paper/", confirmed(page))
    assert LOWER[:8] in sheet.content.decode()
    assert 'action="/persons/register/"' in sheet.content.decode()
