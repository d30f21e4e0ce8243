"""Somebody without papers: asked, confirmed or contradicted by the other side, and what that counts for."""

import json

import pytest
from django.utils import timezone

from pulang.cases.actions import open_case, send_about, share_case
from pulang.cases.dossiers.actions import note_prints, record_answers, record_statement, settle_entry
from pulang.cases.dossiers.errors import DossierNotEnough, EntryWithdrawn
from pulang.cases.dossiers.queries import dossier_for, wire_of
from pulang.cases.dossiers.rules import groups, questions, relations, standing_of
from pulang.cases.models import Case
from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.lib.errors import Invalid, NotFound
from pulang.operations.actions import open_operation, register_into
from pulang.operations.papers import issue_paper, paper_for
from pulang.operations.queries.known import gather
from pulang.persons.actions import change_person, register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.persons.queries import person_for
from pulang.repatriation.actions import begin_way_home, complete_step, complete_steps
from tests.exchange.partner import NODE, partner_of
from tests.printing.paper import text_of
from tests.web.world import sign_in

HEARD = {"village": "Desa Contoh", "village_head": "Pak Contoh", "parents": "Ayah dan Ibu Contoh"}
FAMILY = {"relation": "parent", "name": "Ibu Contoh", "text": "She is my daughter.", "contact": "+62 812 000"}
BY_QUESTIONS = {"basis": "questions_family"}


@pytest.fixture
def case(cast) -> Case:
    person = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah", birth_date="1999"))
    made = open_case(cast.officer, person_id=person.pk)
    begin_way_home(cast.officer, case_id=made.pk)
    complete_step(cast.officer, case_id=made.pk, code="report", version=1, result="walk_in")
    return made


def confirm(cast, case, *entries, state="confirmed", remark="The village head knows her."):
    for one in entries:
        settle_entry(cast.officer, case_id=case.pk, entry_id=one.pk, state=state, remark=remark)


def test_the_bank_is_in_three_languages_and_its_codes_are_used_once():
    every = [texts for group in groups().values() for texts in (group.title, *group.questions.values())]
    assert all({"en", "id", "km"} <= texts.keys() for texts in (*every, *relations().values()))
    assert len(questions()) == sum(len(group.questions) for group in groups().values()) >= 10


@pytest.mark.parametrize(
    ("entries", "enough"),
    [
        ([("answer", "confirmed")] * 3, False),
        ([("answer", "confirmed")] * 5, True),
        ([("answer", "confirmed")] * 2 + [("family", "confirmed")], True),
        ([("answer", "confirmed")] * 5 + [("answer", "contradicted")], False),
        ([("answer", "open")] * 9, False),
        ([], False),
    ],
)
def test_enough_is_confirmed_by_home_and_nothing_contradicted(entries, enough):
    assert standing_of(entries).enough is enough


def test_questions_and_family_verify_her_only_once_enough_is_confirmed(cast, case):
    said = {"case_id": case.pk, "code": "registration", "version": 1, "result": "verified", "data": BY_QUESTIONS}
    with pytest.raises(DossierNotEnough):
        complete_step(cast.officer, **said)
    outcome = complete_steps(cast.officer, code="registration", result="verified", wanted={case.pk: BY_QUESTIONS})
    assert isinstance(outcome[case.pk], DossierNotEnough)
    answers = record_answers(cast.officer, case_id=case.pk, answers=HEARD)
    mother = record_statement(cast.officer, case_id=case.pk, **FAMILY)
    confirm(cast, case, *answers[:2], mother)
    confirm(cast, case, answers[2], state="contradicted")
    with pytest.raises(DossierNotEnough) as refused:
        complete_step(cast.officer, **said)
    assert refused.value.details == {"confirmed": 3, "needed": 3, "contradicted": 1}
    record_answers(cast.officer, case_id=case.pk, answers={"parents": "Another name"})
    assert complete_step(cast.officer, **said).result == "verified"


def test_an_answer_that_changes_keeps_the_earlier_one_as_taken_back(cast, case):
    first = record_answers(cast.officer, case_id=case.pk, answers=HEARD)
    assert record_answers(cast.officer, case_id=case.pk, answers={**HEARD, "school": ""}) == []
    (again,) = record_answers(cast.officer, case_id=case.pk, answers={"village": "Desa Lain"})
    held = dossier_for(cast.officer, case.pk).entries
    assert [one.said["text"] for one in held if one.code == "village"] == ["Desa Lain"]
    with pytest.raises(EntryWithdrawn):
        confirm(cast, case, next(one for one in first if one.code == "village"))
    with pytest.raises(Invalid):
        settle_entry(cast.officer, case_id=case.pk, entry_id=again.pk, state="contradicted")
    with pytest.raises(Invalid):
        record_answers(cast.officer, case_id=case.pk, answers={"poem": "?"})
    with pytest.raises(Invalid):
        record_statement(cast.officer, case_id=case.pk, **{**FAMILY, "relation": "boss"})
    with pytest.raises(NotFound):
        dossier_for(cast.colleague, case.pk)


def test_it_travels_with_the_request_and_the_partner_confirms_it(cast, case):
    partner = partner_of(cast)
    share_case(cast.officer, case_id=case.pk, to=NODE)
    answers = record_answers(cast.officer, case_id=case.pk, answers=HEARD)
    mother = record_statement(cast.officer, case_id=case.pk, **FAMILY)
    note_prints(cast.officer, case_id=case.pk, authority="Police of Contoh", reference="F-17")
    body = {"question": "Is she yours?"}
    sent = send_about(cast.officer, case_id=case.pk, to=NODE, kind="nationality.request", body=body)
    known = sent.body["dossier"]
    assert [one["answer"] for one in known["answers"]] == list(HEARD.values())
    assert known["prints"][0]["reference"] == "F-17"
    assert "812" not in json.dumps(known), "how to reach the family never leaves"
    assert "Ibu Contoh" not in json.dumps(known["family"])
    checked = [{"ref": str(one.pk), "state": "confirmed"} for one in (*answers[:2], mother)]
    checked.append({"ref": str(answers[2].pk), "state": "contradicted", "remark": "Nobody knows them."})
    fields = partner.fields(
        type="nationality.answer",
        thread=str(sent.thread),
        re=str(sent.pk),
        body={"case": str(case.uid), "result": "more_needed", "checked": checked},
    )
    receive(partner.peer, [partner.seal(fields)])
    shown = dossier_for(cast.officer, case.pk)
    assert (shown.standing.confirmed, shown.standing.contradicted) == (3, 1)
    assert [one.remark for one in shown.entries if one.state == "contradicted"] == ["Nobody knows them."]
    page = sign_in(cast.officer).get(f"/messages/{sent.pk}/").content.decode()
    assert "Desa Contoh" in page


def test_the_contact_of_the_family_is_for_the_agency_that_took_it(cast, case):
    record_statement(cast.officer, case_id=case.pk, **FAMILY)
    page = sign_in(cast.officer).get(f"/cases/{case.pk}/dossier/").content.decode()
    assert "+62 812 000" in page
    sheet = sign_in(cast.officer).get(f"/cases/{case.pk}/dossier/?as=xlsx")
    assert sheet.status_code == 200
    with pytest.raises(NotFound):
        dossier_for(cast.desk, case.pk)


def test_the_pages_ask_hear_and_settle(cast, case):
    client, here = sign_in(cast.officer), f"/cases/{case.pk}/dossier/"
    assert client.post(f"{here}questions/", HEARD).status_code == 302
    assert client.post(f"{here}family/", FAMILY).status_code == 302
    assert client.post(f"{here}prints/", {"authority": "Police", "reference": "F-1"}).status_code == 302
    first = dossier_for(cast.officer, case.pk).entries[0]
    assert client.post(f"{here}{first.id}/", {"state": "contradicted"}).status_code == 422
    assert client.post(f"{here}{first.id}/", {"state": "confirmed", "remark": "By phone"}).status_code == 302
    page = client.get(here).content.decode()
    assert "1 of 5 confirmed, 3 not checked yet" in page
    assert "Verification without papers" in client.get(f"/cases/{case.pk}/").content.decode()


def test_the_printed_request_carries_what_somebody_without_papers_says(cast):
    operation = open_operation(cast.officer, kind="walk_in", title="Wave")
    enrolled = register_into(cast.officer, operation_id=operation.pk, draft=PersonDraft(name="Siti Aminah"))
    record_answers(cast.officer, case_id=enrolled.case_id, answers=HEARD)
    note_prints(cast.officer, case_id=enrolled.case_id, authority="Police of Contoh", reference="F-17")
    call = {"operation_id": operation.pk, "kind": "nationality_list", "numbers": [1], "language": "id"}
    made = issue_paper(cast.officer, **call)
    text = text_of(paper_for(cast.officer, operation.pk, made.pk).content)
    assert "Pak Contoh" in text
    assert "Nama kepala desa" in text
    assert "F-17" in text


@pytest.mark.parametrize("state", ["lost", "taken", "expired", "damaged"])
def test_a_passport_that_she_does_not_have_carries_nobody(cast, state):
    operation = open_operation(cast.officer, kind="walk_in", title="Wave")
    paper = PaperDraft("passport", "C1234567", "IDN", state=state)
    draft = PersonDraft(name="Siti", papers=(paper,))
    row = register_into(cast.officer, operation_id=operation.pk, draft=draft)
    with acting_as(cast.officer):
        (known,), _left = gather([row])
        assert known.travel_paper == ("", "")
        assert known.sheet.papers["passport"] == "C1234567"
        assert wire_of(known.case) == {}


def test_a_lost_passport_wants_its_police_report(cast):
    lost = PaperDraft("passport", "C1234567", "IDN", state="lost")
    person = register_person(cast.officer, draft=PersonDraft(name="Siti", papers=(lost,)))
    view = person_for(cast.officer, person.pk)
    assert "lost_without_report" in view.paper_warnings[0][1]
    told = PaperDraft("passport", "C1234567", "IDN", state="lost", report="LP/17/I/2026", reported_on="2026-01-20")
    draft = PersonDraft(name="Siti", papers=(told,))
    change_person(cast.officer, person_id=person.pk, version=view.version, draft=draft)
    view = person_for(cast.officer, person.pk)
    assert "lost_without_report" not in view.paper_warnings[0][1]
    assert (view.draft.papers[0].report, view.draft.papers[0].reported_on) == ("LP/17/I/2026", "2026-01-20")
    assert "LP/17/I/2026" in sign_in(cast.officer).get(f"/persons/{person.pk}/").content.decode()
    day = timezone.localdate().replace(year=timezone.localdate().year + 1).isoformat()
    late = PaperDraft("passport", "C1234567", "IDN", state="lost", report="LP/1", reported_on=day)
    with pytest.raises(Invalid):
        register_person(cast.officer, draft=PersonDraft(name="Siti", papers=(late,)))
