"""Lists by plain requests: hand in, watch, read the messages, get back what was not taken."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob
from python_calamine import CalamineWorkbook

from pulang.cases.lists.actions import run_import, start_import
from pulang.cases.lists.queries import imports_for
from pulang.cases.lists.sample import sample_list
from pulang.cases.lists.tasks import run_list_import
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.web.world import sign_in


@pytest.fixture
def officer(committed_cast):
    return sign_in(committed_cast.officer)


@pytest.fixture
def taken(committed_cast):
    actor = committed_cast.officer
    import_id = start_import(actor, file_name="arrivals.xlsx", content=sample_list(), label="Bus from Poipet")
    run_import(actor, import_id=import_id)
    return f"/lists/{import_id}/"


def sent(content, name="list.csv", **fields):
    return {"label": "Bus from Poipet", "once": "t1", "file": SimpleUploadedFile(name, content), **fields}


def test_a_list_is_handed_in_and_a_job_takes_it(officer, committed_cast):
    answer = officer.post("/lists/new/", sent(sample_list(), "arrivals.xlsx"))
    shown = officer.get(answer.url).content.decode()
    assert "Rows are being taken" in shown
    assert "5 of 42" not in shown
    job = ProcrastinateJob.objects.get(task_name="lists.run")
    run_list_import(**job.args)
    shown = officer.get(answer.url).content.decode()
    assert "The list is done." in shown
    assert "5 rows were not taken" in shown


def test_the_same_upload_sent_twice_is_one_list(officer, committed_cast):
    addresses = {officer.post("/lists/new/", sent(sample_list())).url for _ in range(2)}
    assert len(addresses) == 1
    assert len(imports_for(committed_cast.officer)) == 1


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (sent(b"MZ\x90\x00\x03\x00", "arrivals.xlsx"), "cannot be read as a list"),
        (sent(b"Colour,Size\nred,1\n"), "No column with names"),
        (sent(b""), "empty"),
        (sent(b"Name,Sex\n" + b"x" * (10 * 1024 * 1024)), "too big"),
        (sent(b"Name,Sex\nSiti,F\n", label=" "), "required"),
    ],
)
def test_what_is_no_list_is_refused_in_words(officer, committed_cast, fields, text):
    answer = officer.post("/lists/new/", fields)
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert imports_for(committed_cast.officer) == []


def test_each_row_has_its_messages_and_its_person(officer, taken):
    shown = officer.get(taken + "?state=flawed").content.decode()
    assert "Row 16" in shown
    assert "is a title and no name" in shown
    assert "This is the same person as in row 16" in shown
    assert "/persons/" in shown


@pytest.mark.parametrize(
    "query", ["?state=rejected", "?state=nonsense", "?start=x", "?start=-1", "?start=99999999999"]
)
def test_filters_that_make_no_sense_do_no_harm(officer, taken, query):
    assert officer.get(taken + query).status_code == 200


def test_the_returned_rows_are_a_sheet(officer, taken):
    answer = officer.get(taken + "returned/")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 6
    assert "attachment" in answer["Content-Disposition"]


def test_the_progress_can_be_asked_for_alone(officer, taken):
    assert "<html" not in officer.get(taken + "?part=progress").content.decode()


def test_lists_of_an_agency_are_its_own(committed_cast, taken):
    stranger = sign_in(committed_cast.colleague)
    assert "Bus from Poipet" not in stranger.get("/lists/").content.decode()
    for part in ("", "returned/", "?part=progress"):
        assert stranger.get(taken + part).status_code == 404


def test_the_lists_and_the_sample_are_there(officer, taken):
    assert "Bus from Poipet" in officer.get("/lists/").content.decode()
    assert officer.get("/lists/sample/").content == sample_list()


def test_who_may_hand_in_no_list_finds_no_page(committed_cast):
    assert sign_in(committed_cast.shelter_worker).get("/lists/").status_code == 404


def test_a_returned_row_is_corrected_and_registered_on_its_page(officer, committed_cast):
    content = b"Name,Birth date\nSiti Aminah,31/02/1995\n"
    import_id = start_import(committed_cast.officer, file_name="l.csv", content=content, label="Bus")
    listed = officer.get(f"/lists/{import_id}/").content.decode()
    assert f"/lists/{import_id}/rows/2/" in listed
    page = f"/lists/{import_id}/rows/2/"
    assert "There is no such day" in officer.get(page).content.decode()
    wrong = officer.post(page, {"name": "Siti Aminah", "birth_date": "31/04/1995"})
    assert wrong.status_code == 422
    right = officer.post(page, {"name": "Siti Aminah", "birth_date": "30/04/1995"})
    assert right.url == f"/lists/{import_id}/?state=rejected"
    assert officer.get(page).status_code == 404


def test_who_is_like_a_returned_row_is_offered(officer, committed_cast):
    draft = PersonDraft(name="Siti Aminah", birth_date="1995-02-28")
    person = register_person(committed_cast.officer, draft=draft)
    content = b"Name,Birth date\nSiti Aminah,28/02/1995\n"
    import_id = start_import(committed_cast.officer, file_name="l.csv", content=content, label="Bus")
    run_import(committed_cast.officer, import_id=import_id)
    page, cells = f"/lists/{import_id}/rows/2/", {"name": "Siti Aminah", "birth_date": "28/02/1995"}
    asked = officer.post(page, cells)
    assert asked.status_code == 422
    assert f'value="{person.pk}"' in asked.content.decode()
    assert officer.post(page, {**cells, "person": str(person.pk)}).status_code == 302
