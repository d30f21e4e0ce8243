"""Persons by plain requests: search first, register once, warn, show, change without overwriting."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pulang.db.context import acting_as
from pulang.persons.actions import change_person, register_person
from pulang.persons.drafts import ContactDraft, PaperDraft, PersonDraft
from pulang.persons.models import Person
from pulang.persons.queries import person_for

SITI = PersonDraft(
    name="Siti Aminah",
    birth_date="1995-08-17",
    papers=(PaperDraft("passport", "B1234567", "IDN"),),
    contacts=(ContactDraft("phone", "+6289990001000", "own", safe=False),),
)


def rows(prefix, *found, initial=0):
    sent = {f"{prefix}-TOTAL_FORMS": str(len(found)), f"{prefix}-INITIAL_FORMS": str(initial)}
    return sent | {
        f"{prefix}-{place}-{key}": value for place, row in enumerate(found) for key, value in row.items()
    }


def sheet(*, names=(), papers=(), contacts=(), initial=0, **fields):
    person = {"name": "Siti Aminah", "sex": "female", "once": "t1", **fields}
    return (
        person
        | rows("other_names", *names)
        | rows("papers", *papers, initial=initial)
        | rows("contacts", *contacts)
    )


PASSPORT = {"kind": "passport", "number": "B 123 4567", "state": "taken", "country": "IDN"}


@pytest.fixture
def siti(committed_cast):
    return register_person(committed_cast.officer, draft=SITI)


def people(cast):
    with acting_as(cast.officer):
        return Person.objects.count()


def test_registering_starts_with_a_search(officer):
    assert officer.get("/persons/register/").url == "/persons/"


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "B1234567"},
        {"q": "0899 9000 1000"},
        {"q": "siti aminah"},
        {"name": "Aminah Siti", "birth_date": "17/8/1995"},
        {"paper": "b 123 4567"},
    ],
)
def test_she_is_found_with_the_reasons(officer, siti, asked):
    shown = officer.post("/persons/", asked).content.decode()
    assert "Siti Aminah" in shown
    assert f"/persons/{siti.pk}/" in shown
    assert "agrees" in shown


def test_another_agency_learns_only_whom_to_ask(colleague, siti, committed_cast):
    shown = colleague.post("/persons/", {"name": "Siti Aminah", "birth_date": "17/8/1995"}).content.decode()
    assert committed_cast.embassy.name in shown
    assert str(siti.pk) not in shown


def test_a_name_alone_says_that_only_ones_own_people_were_searched(colleague, siti):
    shown = colleague.post("/persons/", {"name": "Siti Aminah"}).content.decode()
    assert "only your own people were searched" in shown


@pytest.mark.parametrize("asked", [{}, {"birth_date": "1995"}, {"name": "x", "birth_date": "31/02/1990"}])
def test_a_search_that_cannot_be_made_says_why(officer, asked):
    assert officer.post("/persons/", asked).status_code == 422


def test_what_was_searched_for_stands_in_the_new_sheet(officer):
    sent = {"prefill": "1", "name": "Rina", "birth_date": "1999", "paper": "C7654321", "phone": "0899"}
    shown = officer.post("/persons/register/", sent).content.decode()
    assert all(f'value="{value}"' in shown for value in ("Rina", "1999", "C7654321", "0899"))


def test_a_sheet_is_registered_and_shown(officer, committed_cast):
    sent = sheet(
        birth_date="17 Agustus 1995",
        nationality="IDN",
        languages=["id", "jv"],
        papers=[PASSPORT, {"kind": "nik", "state": "unknown"}],
        contacts=[{"kind": "phone", "value": "0899 9000 1000", "whose": "mother", "unsafe": "on"}],
        names=[{"kind": "khmer", "text": "ស៊ីទី"}],
    )
    answer = officer.post("/persons/register/", sent)
    assert answer.status_code == 302
    shown = officer.get(answer.url).content.decode()
    for text in (
        "B1234567",
        "+6289990001000",
        "ស៊ីទី",
        "Taken away",
        "could put the person in danger",
        "Javanese",
        "Indonesia",
    ):
        assert text in shown


def test_the_same_sheet_sent_twice_is_one_person(officer, committed_cast):
    addresses = {officer.post("/persons/register/", sheet()).url for _ in range(2)}
    assert len(addresses) == 1
    assert people(committed_cast) == 1


def test_what_is_odd_is_asked_once_and_then_saved(officer, committed_cast):
    sent = sheet(birth_date="1990", papers=[{"kind": "nik", "number": "3171015708950002", "state": "copy"}])
    asked = officer.post("/persons/register/", sent)
    assert asked.status_code == 200
    assert "The NIK says another birth date" in asked.content.decode()
    assert people(committed_cast) == 0
    assert officer.post("/persons/register/", sent | {"confirmed": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (sheet(name=""), "This field is required"),
        (sheet(name="x" * 201), "at most 200"),
        (sheet(birth_date="17/08/2095"), "This date lies in the future"),
        (sheet(sex="?"), "Select a valid choice"),
        (sheet(papers=[{"kind": "nik", "number": "3171013208950002", "state": "held"}]), "does not exist"),
        (sheet(papers=[{"kind": "passport", "number": "€", "state": "held"}]), "only letters and figures"),
        (sheet(papers=[PASSPORT | {"mrz": "P<IDN"}]), "has two lines"),
        (sheet(papers=[PASSPORT | {"state": "eaten"}]), "Select a valid choice"),
        ({"name": "Siti"}, "ManagementForm data is missing"),
        (sheet() | {"papers-TOTAL_FORMS": "2000"}, "at most 20"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(officer, committed_cast, sent, text):
    answer = officer.post("/persons/register/", sent)
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert people(committed_cast) == 0


def test_a_known_paper_leads_to_her_record(officer, siti):
    answer = officer.post("/persons/register/", sheet(papers=[PASSPORT]))
    assert answer.status_code == 409 or answer.status_code == 422
    assert f"/persons/{siti.pk}/" in answer.content.decode()


def test_a_paper_known_elsewhere_leads_nowhere(colleague, siti):
    shown = colleague.post("/persons/register/", sheet(papers=[PASSPORT])).content.decode()
    assert str(siti.pk) not in shown


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "'; DROP TABLE persons_person; --", "{{ 7*7 }}"])
def test_hostile_text_is_shown_as_text(officer, text):
    answer = officer.post("/persons/register/", sheet(name=f"Siti {text}", description=text))
    shown = officer.get(answer.url).content.decode()
    assert "<script>alert" not in shown
    assert "49" not in shown.split("</h1>")[0].split("<h1>")[1]


def test_she_is_not_there_for_another_agency(colleague, siti):
    for part in ("", "change/", "photo/", "photo/change/"):
        assert colleague.get(f"/persons/{siti.pk}/{part}").status_code == 404


def test_a_change_is_saved(officer, siti, committed_cast):
    shown = officer.get(f"/persons/{siti.pk}/change/").content.decode()
    assert 'value="B1234567"' in shown
    sent = sheet(version="1", name="Siti Aminah Hasan", papers=[PASSPORT], initial=1)
    assert officer.post(f"/persons/{siti.pk}/change/", sent).status_code == 302
    assert person_for(committed_cast.officer, siti.pk).draft.name == "Siti Aminah Hasan"


def test_a_stale_sheet_shows_both_versions_and_overwrites_nothing(officer, siti, committed_cast):
    change_person(committed_cast.officer, person_id=siti.pk, version=1, draft=PersonDraft(name="Siti Rahma"))
    answer = officer.post(f"/persons/{siti.pk}/change/", sheet(version="1", name="Siti Nurhaliza"))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Siti Rahma" in shown
    assert "Siti Nurhaliza" in shown
    assert 'name="version" value="2"' in shown
    assert person_for(committed_cast.officer, siti.pk).draft.name == "Siti Rahma"


def test_a_photo_is_added_and_served_to_those_who_may_see_her(officer, colleague, siti, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    target = io.BytesIO()
    Image.new("RGB", (30, 30), "teal").save(target, "PNG")
    sent = {"photo": SimpleUploadedFile("face.png", target.getvalue())}
    assert officer.post(f"/persons/{siti.pk}/photo/change/", sent).status_code == 302
    answer = officer.get(f"/persons/{siti.pk}/photo/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert colleague.get(f"/persons/{siti.pk}/photo/").status_code == 404


def test_a_renamed_program_is_no_photo(officer, siti):
    sent = {"photo": SimpleUploadedFile("face.png", b"MZ\x90\x00" * 50)}
    assert officer.post(f"/persons/{siti.pk}/photo/change/", sent).status_code == 422
