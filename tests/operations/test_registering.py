"""Registering into an operation: one person once, numbered, on the way home, urgent ones seen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from pulang.audit.models import Entry
from pulang.cases.models import Case, Whereabouts
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.errors import Invalid, NotAllowed, NotFound
from pulang.operations.actions import add_agency, close_operation, open_operation, register_into
from pulang.operations.errors import OperationClosed, SlipUnknown
from pulang.operations.models import Enrolment
from pulang.operations.queries import board_for, find_slip, people_for
from pulang.persons.actions import register_person
from pulang.persons.errors import PersonElsewhere, PersonLikelyKnown
from pulang.persons.models import Person
from pulang.repatriation.queries import way_home_for
from tests.cast import make_cast
from tests.operations.conftest import draft


def test_who_is_registered_gets_a_number_a_case_and_her_way_home(cast, operation, register):
    first, second = register("Siti Aminah"), register("Dewi Lestari", place="Jalan 310")
    assert (first.number, second.number) == (1, 2)
    assert first.token != second.token
    way = way_home_for(cast.officer, second.case_id)
    assert way.step("report").result == "walk_in"
    with acting_as(cast.officer):
        assert Whereabouts.objects.get(case_id=second.case_id).place == "Jalan 310"


def test_a_form_sent_twice_registers_once(cast, operation, register):
    assert register("Siti", once="form-1").pk == register("Siti", once="form-1").pk
    assert board_for(cast.officer, operation.pk).registered == 1


def test_who_is_known_by_a_paper_gets_no_second_record(cast, operation, register):
    known = register_person(cast.officer, draft=draft("Siti Aminah", passport="C1234567"))
    row = register("SITI AMINAH BINTI HASAN", passport="C 1234567")
    assert row.person_id == known.pk
    assert register("Siti", passport="C1234567").pk == row.pk


def test_a_likeness_is_asked_about_and_can_be_said_to_be_another(cast, operation, register):
    known = register("Siti Aminah", born="1999-08-17")
    with pytest.raises(PersonLikelyKnown) as caught:
        register("Siti Aminah", born="1999-08-17")
    assert caught.value.details["person_id"] == known.person_id
    assert register("Siti Aminah", born="1999-08-17", person_id=known.person_id).pk == known.pk
    assert register("Siti Aminah", born="1999-08-17", is_new=True).number == 2


def test_whom_another_agency_holds_is_said_to_be_there_and_no_more(cast, operation, register):
    register_person(cast.desk, draft=draft("Siti Aminah", passport="C1234567"))
    with pytest.raises(PersonElsewhere) as caught:
        register("Siti", passport="C1234567")
    assert caught.value.details == {"agency": "Ncb"}


def test_what_a_desk_sees_makes_a_case_more_urgent_and_never_less(cast, operation, register):
    row = register("Siti", passport="C1234567", urgency="urgent", risks=["ill"])
    register("Siti", passport="C1234567", risks=["pregnant"])
    with acting_as(cast.officer):
        case = Case.objects.get(pk=row.case_id)
    assert (case.urgency, case.risks) == ("urgent", ["ill", "pregnant"])
    with pytest.raises(Invalid):
        register("Dewi", risks=["bored"])


def test_the_most_urgent_stand_first(cast, operation, register):
    for name, urgency in (("Ani", "normal"), ("Budi", "danger"), ("Citra", "urgent"), ("Dewi", "danger")):
        register(name, urgency=urgency)
    rows, more = people_for(cast.officer, operation.pk)
    assert [row.name for row in rows] == ["Budi", "Dewi", "Citra", "Ani"]
    assert not more
    assert board_for(cast.officer, operation.pk).urgency == {"danger": 2, "urgent": 1, "normal": 1}


def test_a_slip_a_number_and_a_case_number_lead_to_the_case(cast, operation, register):
    register("Ani")
    row = register("Budi")
    with acting_as(cast.officer):
        number = Case.objects.get(pk=row.case_id).number
    for typed in (row.token, f" {row.token.lower()}\n", "2", number):
        assert find_slip(cast.officer, operation.pk, text=typed) == row.case_id


def test_an_unknown_slip_is_refused_and_stays_in_the_audit(cast, operation, register):
    register("Ani")
    tried = Entry.objects.filter(event="operation.read", scope=operation.pk, text__contains='"slip":false')
    with pytest.raises(SlipUnknown):
        find_slip(cast.officer, operation.pk, text="99")
    assert tried.count() == 1


def test_nobody_joins_a_closed_operation(cast, operation, register):
    close_operation(cast.officer, operation_id=operation.pk)
    with pytest.raises(OperationClosed):
        register("Siti")


def test_an_operation_is_not_there_for_others(cast, operation, register):
    register("Siti")
    for ask in (board_for, people_for):
        with pytest.raises(NotFound):
            ask(cast.colleague, operation.pk)
    with pytest.raises(NotAllowed):
        open_operation(cast.shelter_worker, kind="raid", title="x")
    with acting_as(cast.colleague):
        assert not Enrolment.objects.exists()


def test_an_agency_that_works_on_the_operation_sees_whom_it_was_let_in_to(cast, operation, register):
    register("Siti Aminah")
    assert add_agency(cast.officer, operation_id=operation.pk, agency_id=cast.shelter.pk, sections=["care"]) == 1
    assert add_agency(cast.officer, operation_id=operation.pk, agency_id=cast.police.pk, sections=["identity"]) == 1
    register("Dewi Lestari")
    rows, _ = people_for(cast.shelter_worker, operation.pk)
    assert [row.name for row in rows] == ["", ""], "without identity there is no name"
    rows, _ = people_for(cast.colleague, operation.pk)
    assert [row.name for row in rows] == ["Siti Aminah", "Dewi Lestari"]
    assert board_for(cast.shelter_worker, operation.pk).registered == 2


def test_a_desk_of_another_agency_opens_its_cases_to_who_leads(cast, operation, register):
    add_agency(cast.officer, operation_id=operation.pk, agency_id=cast.police.pk, sections=["identity"])
    register("Ani", passport="C1234567")
    register("Budi", actor=cast.colleague)
    assert register("Ani", passport="C1234567", actor=cast.colleague).number == 1
    rows, _ = people_for(cast.officer, operation.pk)
    assert [row.name for row in rows] == ["Ani", "Budi"]


@pytest.mark.parametrize("papers", [{"passport": "B1234567"}, {"born": "1999-08-17"}], ids=["paper", "birth date"])
def test_desks_that_register_one_person_at_once_get_one(committed, papers):
    cast = make_cast()
    operation = open_operation(cast.officer, kind="raid", title="Operasi 4")
    desks, start = 4, Barrier(4)

    def register(_place):
        start.wait()
        try:
            return register_into(cast.officer, operation_id=operation.pk, draft=draft("Siti Aminah", **papers)).pk
        except PersonLikelyKnown as error:
            return error.details["person_id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(desks) as pool:
        list(pool.map(register, range(desks)))
    with acting_as(system("test")):
        assert Person.objects.count() == Case.objects.count() == Enrolment.objects.count() == 1
