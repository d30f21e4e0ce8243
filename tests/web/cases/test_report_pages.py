"""Reports by plain requests: search first, write once, find the person, open the case."""

import re

import pytest

from pulang.cases.actions import take_report
from pulang.cases.queries import cases_for, report_for, reports_for
from tests.web.world import sign_in

TOLD = {"channel": "family", "urgency": "urgent", "narrative": "She does not answer since Friday."}


def report_of(actor):
    (row,) = reports_for(actor)[0]
    return report_for(actor, row.id)


def test_taking_a_report_searches_first_and_carries_what_was_typed(officer, case):
    assert "Step 1 of 2" in officer.get("/reports/take/").content.decode()
    page = officer.post("/reports/take/", {"name": "Siti Aminah", "birth_date": "1999"}).content.decode()
    assert "Siti Aminah · 1999" in page
    assert 'value="1999"' in page


def test_a_report_about_a_known_person_joins_her_case(officer, committed_cast, case):
    sent = {**TOLD, "subject_name": "Siti Aminah", "person": str(case.person_id), "once": "t1"}
    answer = officer.post("/reports/take/", sent)
    assert answer.url.endswith("/receipt/")
    report = report_of(committed_cast.officer)
    assert (report.person_id, report.case_id, report.state) == (case.person_id, case.pk, "linked")
    assert report.receipt in officer.get(answer.url).content.decode()


def test_the_same_form_sent_twice_is_one_report(officer, committed_cast):
    addresses = {officer.post("/reports/take/", {**TOLD, "once": "t2"}).url for _ in range(2)}
    assert len(addresses) == 1
    assert report_of(committed_cast.officer).state == "new"


def test_a_missing_narrative_keeps_what_was_typed(officer, committed_cast):
    answer = officer.post("/reports/take/", {**TOLD, "narrative": " ", "reporter_name": "Ibu Wati"})
    assert answer.status_code == 422
    assert "Ibu Wati" in answer.content.decode()
    assert reports_for(committed_cast.officer)[0] == ()


def test_from_the_report_to_a_new_person_and_her_case(officer, committed_cast):
    take_report(committed_cast.officer, **TOLD, subject={"name": "Rahmawati", "birth_date": "2001"})
    here = f"/reports/{report_of(committed_cast.officer).pk}/"
    assert "Nobody is linked yet" in officer.get(here).content.decode()
    assert "Nobody whom you may see fits" in officer.post(here + "link/", {"name": "Rahmawati"}).content.decode()
    sent = {"name": "Rahmawati", "birth_date": "2001", "sex": "female", "paper_kind": "passport"}
    assert officer.post(here + "register/", sent).url == here
    answer = officer.post(here + "case/", {"urgency": "danger"})
    assert re.fullmatch(r"/cases/[0-9a-f-]{36}/", answer.url)
    page = officer.get(answer.url).content.decode()
    assert "Rahmawati" in page
    assert "Danger to life" in page
    assert report_of(committed_cast.officer).state == "linked"
    assert len(cases_for(committed_cast.officer)[0]) == 1


def test_putting_aside_needs_a_reason_and_a_stale_form_does_nothing(officer, committed_cast, case):
    take_report(committed_cast.officer, **TOLD)
    report = report_of(committed_cast.officer)
    here = f"/reports/{report.pk}/"
    assert officer.post(here + "dismiss/", {"reason": " "}).status_code == 422
    officer.post(here + "link/", {"person": str(case.person_id)})
    assert officer.post(here + "dismiss/", {"reason": "a joke", "version": "1"}).status_code == 409
    assert report_of(committed_cast.officer).state == "linked"


def test_a_report_of_another_agency_is_not_there(colleague, committed_cast):
    take_report(committed_cast.officer, **TOLD)
    here = f"/reports/{report_of(committed_cast.officer).pk}/"
    for page in ("", "receipt/", "link/", "dismiss/", "register/", "case/"):
        assert colleague.get(here + page).status_code == 404, page
    assert "No report here" in colleague.get("/reports/").content.decode()


def test_a_shelter_takes_a_report_without_searching(committed_cast):
    shelter = sign_in(committed_cast.shelter_worker)
    assert "What was told" in shelter.get("/reports/take/").content.decode()
    answer = shelter.post("/reports/take/", {**TOLD, "once": "t3"})
    assert "Receipt" in shelter.get(answer.url).content.decode()
    assert shelter.get("/reports/").status_code == 404


BAD = [
    ({"channel": "pigeon"}, 422),
    ({"urgency": ""}, 422),
    ({"narrative": "x" * 20_001}, 422),
    ({"place": "x" * 301}, 422),
    ({"subject_name": "\ud83d\ude00 <b>'; DROP TABLE cases_report; --"}, 302),
    ({"subject_name": "\u202egnp.exe"}, 302),
    ({"narrative": "ស្រីមុំ \u200b <script>alert(1)</script>"}, 302),
    ({"narrative": "a\x00b"}, 422),
    ({"person": "not-an-id"}, 302),
    ({"person": "00000000-0000-7000-8000-000000000000"}, 404),
    ({"once": "x" * 200}, 422),
]


@pytest.mark.parametrize(("change", "status"), BAD)
def test_bad_input_is_refused_or_kept_as_text(officer, committed_cast, change, status):
    answer = officer.post(
        "/reports/take/",
        {**TOLD, **{k: v.encode("utf-16", "surrogatepass").decode("utf-16") for k, v in change.items()}},
    )
    assert answer.status_code == status
    kept = reports_for(committed_cast.officer)[0]
    assert bool(kept) == (status == 302)
    if kept:
        page = officer.get(f"/reports/{kept[0].id}/").content.decode()
        assert "<script>alert" not in page
        assert "\u202e" not in page
