"""What goes wrong on the way home has its own path and its own words, and nothing is lost."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from pulang.care.actions import place_person, report_missing, set_house
from pulang.cases.lists.actions import run_import, start_import
from pulang.cases.lists.queries import rows_for
from pulang.cases.lists.sentences import sentence_of
from pulang.cases.models import Case, Task
from pulang.db.context import acting_as
from pulang.lib.errors import Invalid, NotFound
from pulang.operations.actions import (
    cancel_flight,
    close_manifest,
    foresee,
    plan_flight,
    run_bulk,
    say_left,
    start_bulk,
    take_off,
)
from pulang.operations.errors import FlightCancelled
from pulang.operations.queries import bulk_for, flight_for
from pulang.persons.queries import person_for
from pulang.repatriation.actions import complete_steps
from pulang.repatriation.queries import way_home_for
from pulang.repatriation.queries.lists import published_numbers
from pulang.words import sentence
from tests.operations.conftest import DAY, SEGMENTS
from tests.web.world import sign_in


def taken(cast, content: str):
    made = start_import(cast.officer, file_name="list.csv", content=content.encode(), label="arrivals")
    run_import(cast.officer, import_id=made)
    return rows_for(cast.officer, import_id=made)


def words_of(row):
    return [sentence_of(message) for message in row.messages]


@pytest.mark.parametrize(
    "content",
    [
        "Name,Passport,Sex\nSiti Aminah,C1234567,F\n",
        "Jenis kelamin;No. Paspor;Nama lengkap\nP;C1234567;Siti Aminah\n",
        "ភេទ,ឈ្មោះ,លិខិតឆ្លងដែន\nស្រី,Siti Aminah,C1234567\n",
    ],
)
def test_a_list_is_read_in_any_order_and_language_of_its_headings(cast, content):
    (row,) = taken(cast, content)
    assert row.state == "created", words_of(row)
    draft = person_for(cast.officer, row.person_id).draft
    assert (draft.name, draft.sex, draft.papers[0].number) == ("Siti Aminah", "female", "C1234567")


def test_a_passport_that_stands_twice_in_a_list_is_one_person_and_the_second_row_says_so(cast):
    first, second = taken(cast, "Name,Passport\nSiti Aminah,C1234567\nBudi Santoso,C1234567\n")
    assert (first.state, second.state) == ("created", "rejected")
    assert any("row" in said.lower() for said in words_of(second))


def test_a_second_list_that_contradicts_the_first_overwrites_nothing_and_says_where(cast):
    (first,) = taken(cast, "Name,Passport,Born,Sex\nSiti Aminah,C1234567,1999-08-17,F\n")
    (again,) = taken(cast, "Name,Passport,Born,Sex\nBudi Santoso,C1234567,2001-02-03,M\n")
    assert (again.state, again.person_id) == ("known", first.person_id)
    contradicted = [message.column for message in again.messages if message.code == "list_contradicts"]
    assert contradicted == ["name", "birth_date", "sex"]
    assert "nothing was overwritten" in words_of(again)[-1]
    assert person_for(cast.officer, first.person_id).draft.birth_date == "1999-08-17"
    (agrees,) = taken(cast, "Name,Passport,Born\nAminah Siti,C1234567,1999\n")
    assert [message.code for message in agrees.messages if message.code == "list_contradicts"] == []


def test_a_flight_cancelled_after_its_manifest_was_closed_sets_everybody_free(
    cast,
    operation,
    ready,
    seat,
    flight,
):
    first, second = ready("Ani"), ready("Budi")
    seat(1, 2)
    close_manifest(cast.officer, flight_id=flight.pk)
    take_off(cast.officer, flight_id=flight.pk, number=2, reason="ill")
    with pytest.raises(Invalid):
        cancel_flight(cast.officer, flight_id=flight.pk, reason=" ")
    here = f"/operations/{operation.pk}/flights/{flight.pk}/"
    client = sign_in(cast.officer)
    assert client.post(f"{here}cancel/", {"reason": "The airline has no aircraft"}).status_code == 302
    cancel_flight(cast.officer, flight_id=flight.pk, reason="again")
    shown, passengers = flight_for(cast.officer, operation.pk, flight.pk)
    assert shown.state == "cancelled"
    assert [(one.state, one.late, one.note) for one in passengers] == [
        ("off", True, "The airline has no aircraft"),
        ("off", True, "ill"),
    ]
    way = way_home_for(cast.officer, first.case_id)
    assert (way.step("ticket").result, way.step("ticket").standing) == ("", "ready")
    with pytest.raises(FlightCancelled):
        say_left(cast.officer, flight_id=flight.pk)
    (error,) = foresee_seat(cast, operation, flight, second.number)
    assert "Give seats on another flight" in sentence(error)
    other = plan_flight(cast.officer, operation_id=operation.pk, day=DAY, segments=SEGMENTS, seats=9)
    assert foresee_seat(cast, operation, other, first.number) == [None]


def foresee_seat(cast, operation, on, number):
    asked = {"flight": str(on.pk), "payer": "self_paid", "guardian": ""}
    try:
        said = foresee(cast.officer, operation.pk, kind="flight", asked=asked, numbers=[number])
    except FlightCancelled as error:
        return [error]
    return list(said.values())


def test_a_baby_without_papers_travels_on_an_splp_with_somebody_beside_her(
    cast,
    operation,
    register,
    flight,
    seat,
):
    born = (timezone.localdate() - timedelta(days=40)).isoformat()
    baby = register("Bayi Aminah", born=born)
    steps = {
        "exit": ("escaped", {}),
        "registration": ("verified", {"basis": "partner_answer"}),
        "early_assessment": ("declined", {}),
        "health": ("fit", {}),
        "fine_waiver": ("no_fine", {}),
    }
    for code, (result, data) in steps.items():
        assert complete_steps(cast.officer, code=code, result=result, wanted={baby.case_id: data}) == {
            baby.case_id: None
        }
    (waits,) = foresee_seat(cast, operation, flight, baby.number)
    assert waits is not None, "without a paper she cannot have a seat"
    splp = {"number": "XE123456", "expires_on": (DAY + timedelta(days=30)).isoformat()}
    complete_steps(cast.officer, code="splp", result="issued", wanted={baby.case_id: splp})
    complete_steps(cast.officer, code="exit_permit", result="visa_valid", wanted={baby.case_id: {}})
    (alone,) = foresee_seat(cast, operation, flight, baby.number)
    assert "Say who travels along" in sentence(alone)
    assert seat(baby.number, guardian="Siti Aminah, her mother") == {baby.number: ""}


def test_who_is_gone_from_the_shelter_is_looked_for_and_her_place_is_free(cast, operation, register):
    row = register("Ani")
    with acting_as(cast.officer):
        case = Case.objects.get(pk=row.case_id)
    house = set_house(cast.officer, label="House 1", capacity=1)
    with pytest.raises(NotFound):
        report_missing(cast.officer, case_id=case.pk, note="Gone since supper")
    place_person(cast.officer, case_id=case.pk, house_id=house.pk)
    with pytest.raises(Invalid):
        report_missing(cast.officer, case_id=case.pk, note="")
    page = sign_in(cast.officer).post(f"/cases/{case.pk}/care/place/missing/", {"note": "Gone since supper"})
    assert page.status_code == 302
    with acting_as(cast.officer):
        assert Case.objects.get(pk=case.pk).urgency == "danger"
        assert Task.objects.get(case=case, code="search_missing").done_at is None
    other = register("Budi")
    place_person(cast.officer, case_id=other.case_id, house_id=house.pk)


def test_many_follow_another_list_and_go_back_for_a_reason(cast, operation, register):
    first, second = register("Ani"), register("Budi")
    older, newest = published_numbers()[-1], published_numbers()[0]
    assert older != newest
    asked = {"number": older, "reason": "The new list is wrong here"}
    with pytest.raises(Invalid):
        foresee(cast.officer, operation.pk, kind="move", asked={**asked, "reason": ""}, numbers=[1])
    with pytest.raises(Invalid):
        foresee(cast.officer, operation.pk, kind="move", asked={**asked, "number": "99"}, numbers=[1])
    said = foresee(cast.officer, operation.pk, kind="move", asked={**asked, "number": newest}, numbers=[1, 2])
    assert [error.code for error in said.values()] == ["same_list", "same_list"]
    assert foresee(cast.officer, operation.pk, kind="move", asked=asked, numbers=[1, 2]) == {1: None, 2: None}
    assert way_home_for(cast.officer, first.case_id).list_version == newest, "a preview changes nothing"
    bulk = start_bulk(cast.officer, operation_id=operation.pk, kind="move", asked=asked, numbers=[1])
    run_bulk(cast.officer, bulk_id=bulk.pk)
    assert way_home_for(cast.officer, first.case_id).list_version == older
    assert way_home_for(cast.officer, second.case_id).list_version == newest
    bulk = start_bulk(cast.officer, operation_id=operation.pk, kind="move", asked=asked, numbers=[1, 2])
    run_bulk(cast.officer, bulk_id=bulk.pk)
    lines = bulk_for(cast.officer, operation.pk, bulk.pk).lines
    assert [(line.number, line.state, line.code) for line in lines] == [
        (1, "refused", "same_list"),
        (2, "done", ""),
    ]
    back = {"number": newest, "reason": "Taken back: it was right"}
    form = {"number": newest, "reason": back["reason"], "people": ["1", "2"], "once": "x", "sure": "1"}
    client = sign_in(cast.officer)
    here = f"/operations/{operation.pk}/together/list/"
    preview = client.post(here, {name: value for name, value in form.items() if name != "sure"})
    assert preview.content.decode().count("Will be done") == 2
    assert client.post(here, form).status_code == 302
    sheet = client.get(f"/operations/{operation.pk}/together/{bulk.pk}/?as=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 3
