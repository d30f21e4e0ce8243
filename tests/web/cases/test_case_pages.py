"""Pages of a case, by plain requests: what they show, what they refuse, one effect for one form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pulang.access.permissions import Section
from pulang.cases.actions import add_file, add_member, add_task, record_whereabouts, set_urgency
from pulang.cases.queries import case_page_for
from tests.cases.test_files import PDF

FORMS = [
    *("urgency", "status", "close", "members/add", "tasks/add", "files/add"),
    *("consents/add", "decisions/add", "whereabouts/record"),
]


def path(case, *parts):
    return "/".join(["/cases", str(case.pk), *map(str, parts), ""])


def test_the_case_page_tells_who_and_what_waits(officer, committed_cast, case):
    add_task(committed_cast.officer, case_id=case.pk, code="find_shelter", note="two nights are paid")
    page = officer.get(path(case)).content.decode()
    assert "Siti Aminah" in page
    assert case.number in page
    assert "Find a safe place" in page
    assert "two nights are paid" in page


def test_to_a_colleague_the_case_is_not_there(colleague, case):
    assert colleague.get(path(case)).status_code == 404
    for form in FORMS:
        assert colleague.get(path(case, form)).status_code == 404, form
        assert colleague.post(path(case, form), {"reason": "x"}).status_code == 404, form


@pytest.mark.parametrize("form", FORMS)
def test_every_form_opens(officer, case, form):
    assert officer.get(path(case, form)).status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_form_says_what_is_missing_and_keeps_nothing(officer, committed_cast, case, form):
    before = len(case_page_for(committed_cast.officer, case.pk).timeline)
    answer = officer.post(path(case, form), {})
    assert answer.status_code == 422
    assert "Nothing has been saved" in answer.content.decode()
    assert len(case_page_for(committed_cast.officer, case.pk).timeline) == before


def test_a_stale_form_shows_both_versions_and_overwrites_nothing(officer, committed_cast, case):
    sent = {"urgency": "urgent", "risks": ["ill"], "version": "1"}
    set_urgency(committed_cast.officer, case_id=case.pk, urgency="danger", risks=["held"])
    answer = officer.post(path(case, "urgency"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Someone else has changed this meanwhile" in page
    assert "Still held" in page
    assert "Ill or without medicine" in page
    assert case_page_for(committed_cast.officer, case.pk).case.urgency == "danger"
    again = officer.post(path(case, "urgency"), {**sent, "version": "2"})
    assert again.status_code == 302
    assert case_page_for(committed_cast.officer, case.pk).case.urgency == "urgent"


def test_a_form_sent_twice_has_one_effect(officer, committed_cast, case):
    page = officer.get(path(case, "tasks/add"))
    sent = {**page.context["form"].initial, "code": "call_family", "once": page.context["form"]["once"].value()}
    for _ in range(2):
        assert officer.post(path(case, "tasks/add"), sent).status_code == 302
    assert len(case_page_for(committed_cast.officer, case.pk).tasks) == 1


def test_a_task_is_done_by_one_button(officer, committed_cast, case):
    task = add_task(committed_cast.officer, case_id=case.pk, code="call_family")
    answer = officer.post(path(case, "tasks", task.pk, "done"))
    assert answer.status_code == 302
    assert officer.get(path(case, "tasks", task.pk, "done")).status_code == 405
    assert "Nothing is open" in officer.get(path(case)).content.decode()


def test_a_file_comes_back_as_a_download(officer, case):
    sent = {"file": SimpleUploadedFile("statement.pdf", PDF), "section": "files"}
    assert officer.post(path(case, "files/add"), sent).status_code == 302
    file_id = officer.get(path(case)).context["shown"].files[0].pk
    answer = officer.get(path(case, "files", file_id))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="statement.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"MZ\x90\x00" + b"\0" * 200, "are not taken"), (b"\x89PNG\r\n\x1a\nxx", "cannot be read")],
)
def test_a_file_that_is_not_what_it_says_is_refused_at_its_field(officer, case, content, said):
    answer = officer.post(
        path(case, "files/add"), {"file": SimpleUploadedFile("p.png", content), "section": "files"}
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_file_of_30_mb_is_refused_before_it_is_read(officer, case):
    sent = {"file": SimpleUploadedFile("big.pdf", b"%PDF" + b"0" * (30 * 1024 * 1024)), "section": "files"}
    assert officer.post(path(case, "files/add"), sent).status_code == 413


def test_a_file_of_a_section_she_does_not_hold_is_not_there(committed_cast, officer, colleague, case):
    file = add_file(committed_cast.officer, case_id=case.pk, name="a.pdf", content=PDF, section="care")
    add_member(
        committed_cast.officer, case_id=case.pk, agency_id=committed_cast.police.pk, sections=[Section.FILES]
    )
    assert colleague.get(path(case)).status_code == 200
    assert colleague.get(path(case, "files", file.pk)).status_code == 404


def test_where_she_is_opens_by_post_after_a_fresh_sign_in_only(officer, committed_cast, case):
    record_whereabouts(committed_cast.officer, case_id=case.pk, place="House of the nuns")
    answer = officer.post(path(case, "whereabouts"), {"purpose": "fetch her"})
    assert answer.status_code == 302
    assert "House of the nuns" not in officer.get(path(case)).content.decode()


def test_what_somebody_wrote_is_shown_as_text(officer, committed_cast, case):
    add_task(
        committed_cast.officer, case_id=case.pk, code="<b>look</b>", note="<script>alert(1)</script>'; DROP TABLE"
    )
    page = officer.get(path(case)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#x27;; DROP TABLE" in page


def test_who_opened_the_case_is_for_its_members(officer, colleague, case):
    officer.get(path(case))
    page = officer.get(path(case, "opened")).content.decode()
    assert "Read the case" in page
    assert colleague.get(path(case, "opened")).status_code == 404


def test_a_number_leads_to_its_case(officer, colleague, case):
    for asked in (case.number, case.number.lower(), str(int(case.number[-6:]))):
        assert officer.get("/cases/", {"number": asked}).url == path(case)
        assert "no case with this number" in colleague.get("/cases/", {"number": asked}).content.decode()


def test_the_queue_leads_to_the_task(officer, colleague, committed_cast, case):
    add_task(committed_cast.officer, case_id=case.pk, code="call_family")
    page = officer.get("/").content.decode()
    assert f"{path(case)}#tasks" in page
    assert "Siti Aminah" in page
    assert "Nothing waits for you" in colleague.get("/").content.decode()


@pytest.mark.parametrize(
    "query", ["?after=zzz", "?after=a~b~c", "?urgency=x&kind=;&mine=9", "?status=DROP", "?after=" + "9" * 5000]
)
def test_an_address_that_somebody_altered_shows_a_page(officer, case, query):
    for address in ("/", "/cases/", "/reports/", path(case, "timeline")):
        assert officer.get(address + query).status_code == 200


def test_those_who_do_not_work_on_cases_start_elsewhere(committed_cast):
    from tests.web.world import sign_in

    assert sign_in(committed_cast.data_protection).get("/").url == "/audit/"
    assert sign_in(committed_cast.analyst).get("/").url == "/linkage/"
