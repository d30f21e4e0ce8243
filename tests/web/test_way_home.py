"""The pages of the way home, without a browser: forms, errors, stale versions, what is sealed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pulang.access.permissions import Section
from pulang.cases.actions import add_member, open_case
from pulang.cases.queries import case_page_for
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import begin_way_home, complete_step
from pulang.repatriation.queries import way_home_for
from pulang.repatriation.rules import Standing
from tests.web.world import sign_in

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def case(committed_cast):
    person = register_person(committed_cast.officer, draft=PersonDraft(name="Siti Aminah", birth_date="1999"))
    return open_case(committed_cast.officer, person_id=person.pk)


@pytest.fixture
def begun(committed_cast, case):
    begin_way_home(committed_cast.officer, case_id=case.pk)
    return f"/cases/{case.pk}/steps/"


@pytest.fixture
def client(committed_cast):
    return sign_in(committed_cast.officer)


def _do(cast, case, code, result, **data):
    version = way_home_for(cast.officer, case.pk).step(code).version
    complete_step(cast.officer, case_id=case.pk, code=code, version=version, result=result, data=data)


def _to_papers(cast, case):
    _do(cast, case, "report", "walk_in")
    _do(cast, case, "registration", "verified", basis="passport")


def test_the_way_home_is_begun_with_a_button(client, case):
    url = f"/cases/{case.pk}/steps/"
    assert "has not begun" in client.get(url).content.decode()
    shown = client.post(f"{url}begin/", follow=True).content.decode()
    assert "0 of 16 steps" in shown
    assert "Out of the compound" in shown


def test_a_step_is_recorded_with_its_form(client, committed_cast, case, begun):
    assert client.get(f"{begun}report/").status_code == 200
    answer = client.post(f"{begun}report/", {"version": "1", "result": "walk_in", "note": ""})
    assert answer.status_code == 302
    assert way_home_for(committed_cast.officer, case.pk).step("report").standing is Standing.DONE
    assert "Came to the embassy" in client.get(f"{begun}report/").content.decode()


def test_errors_stand_at_the_fields_of_the_step(client, committed_cast, case, begun):
    _to_papers(committed_cast, case)
    answer = client.post(f"{begun}splp/", {"version": "1", "result": "issued", "data_number": "<b>x"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_data_number"' in text
    assert 'href="#id_evidence"' in text
    assert "<b>x" not in text


def test_a_file_proves_a_step_and_is_kept_in_its_section(client, committed_cast, case, begun):
    _to_papers(committed_cast, case)
    paper = SimpleUploadedFile("splp.pdf", PDF, "application/pdf")
    answer = client.post(f"{begun}splp/", {"version": "1", "result": "issued", "evidence": paper})
    assert answer.status_code == 302
    (file,) = case_page_for(committed_cast.officer, case.pk).files
    assert (file.section, file.name) == ("identity", "splp.pdf")


def test_a_refused_step_leaves_no_file(client, committed_cast, case, begun):
    _to_papers(committed_cast, case)
    paper = SimpleUploadedFile("splp.pdf", PDF, "application/pdf")
    data = {"version": "1", "result": "issued", "evidence": paper, "data_expires_on": "1999-01-01"}
    assert client.post(f"{begun}splp/", data).status_code == 422
    assert case_page_for(committed_cast.officer, case.pk).files == ()


def test_a_renamed_program_is_no_evidence(client, committed_cast, case, begun):
    _to_papers(committed_cast, case)
    paper = SimpleUploadedFile("splp.pdf", b"MZ" + b"\0" * 200, "application/pdf")
    answer = client.post(f"{begun}splp/", {"version": "1", "result": "issued", "evidence": paper})
    assert answer.status_code == 422
    assert 'href="#id_evidence"' in answer.content.decode()


def test_a_stale_form_shows_both_results_and_saves_nothing(client, committed_cast, case, begun):
    _do(committed_cast, case, "exit", "still_held")
    answer = client.post(f"{begun}exit/", {"version": "1", "result": "raid", "note": "seen by the guard"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Still held" in text
    assert "seen by the guard" in text
    assert 'name="version" value="2"' in text
    assert way_home_for(committed_cast.officer, case.pk).step("exit").standing is Standing.FAILED


def test_undoing_asks_for_the_reason(client, committed_cast, case, begun):
    _do(committed_cast, case, "report", "walk_in")
    assert client.post(f"{begun}report/undo/", {"version": "2", "reason": ""}).status_code == 422
    assert client.post(f"{begun}report/undo/", {"version": "2", "reason": "wrong person"}).status_code == 302
    assert way_home_for(committed_cast.officer, case.pk).step("report").standing is Standing.READY


def test_flight_and_day_are_opened_for_a_purpose(client, committed_cast, case, begun):
    _to_papers(committed_cast, case)
    _do(committed_cast, case, "splp", "passport_valid")
    _do(committed_cast, case, "ticket", "self_paid", flight="QZ475", travel_date="2026-12-08")
    closed = client.get(f"{begun}ticket/").content.decode()
    assert "QZ475" not in closed
    assert f"{begun}ticket/opened/" in closed
    assert "QZ475" not in client.get(f"{begun}ticket/opened/").content.decode()
    assert "QZ475" in client.post(f"{begun}ticket/opened/", {"purpose": "escort"}).content.decode()


def test_a_member_without_the_section_sees_the_result_alone(committed_cast, case, begun):
    _to_papers(committed_cast, case)
    add_member(
        committed_cast.officer, case_id=case.pk, agency_id=committed_cast.police.pk, sections=[Section.POLICE]
    )
    colleague = sign_in(committed_cast.colleague)
    text = colleague.get(f"{begun}registration/").content.decode()
    assert "Nationality verified" in text
    assert "Verified by" not in text
    assert colleague.post(f"{begun}splp/", {"version": "1", "result": "issued"}).status_code == 422


def test_a_stranger_finds_nothing(committed_cast, case, begun):
    colleague = sign_in(committed_cast.colleague)
    for url in (begun, f"{begun}report/", f"{begun}report/undo/", f"{begun}report/opened/"):
        assert colleague.get(url).status_code == 404
    assert colleague.post(f"{begun}begin/").status_code == 404


def test_a_step_that_the_list_does_not_have_is_not_there(client, begun):
    assert client.get(f"{begun}teleport/").status_code == 404


def test_the_stuck_are_listed(client, committed_cast, case, begun):
    assert "Nobody is stuck" in client.get("/stuck/").content.decode()
    _do(committed_cast, case, "exit", "still_held")
    text = client.get("/stuck/?page=1").content.decode()
    assert "Siti Aminah" in text
    assert "Still held" in text
    assert client.get("/stuck/?page=-3x").status_code == 200


def test_the_case_page_and_the_queue_lead_to_the_step(client, committed_cast, case, begun):
    _do(committed_cast, case, "report", "walk_in")
    shown = client.get(f"/cases/{case.pk}/").content.decode()
    assert "1 of 16 steps" in shown
    assert "Reported to the embassy: Came to the embassy" in shown
    assert "step_report" not in shown
    queue = client.get("/").content.decode()
    assert "Registered and nationality verified" in queue
    assert f"{begun}registration/" in queue
