"""A returned row is corrected by an officer and taken, once."""

import pytest

from pulang.cases.lists.actions import run_import, start_import
from pulang.cases.lists.mending import mend_row
from pulang.cases.lists.queries import import_for, row_to_mend, rows_for
from pulang.cases.models import Whereabouts
from pulang.db.context import acting_as
from pulang.lib.errors import NotFound, Problems
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.persons.errors import PersonLikelyKnown
from pulang.persons.models import Person

HEAD = "Nama,Tgl Lahir,Paspor,Ditemukan di\n"


def returned(actor, text):
    import_id = start_import(actor, file_name="l.csv", content=(HEAD + text).encode(), label="20 January")
    run_import(actor, import_id=import_id)
    (row,) = rows_for(actor, import_id=import_id, state="rejected")
    return {"import_id": import_id, "number": row.number}


def how_many(cast):
    with acting_as(cast.officer):
        return Person.objects.count()


def test_a_corrected_row_is_registered_with_case_and_place(cast):
    row = returned(cast.officer, "Siti Aminah,31/02/1995,B1234567,Poipet\n")
    shown = row_to_mend(cast.officer, **row)
    assert shown.cells[1] == ("birth_date", "Tgl Lahir", "31/02/1995")
    made = mend_row(cast.officer, **row, cells={"birth_date": "28/02/1995"})
    assert (made.state, made.codes[-1]) == ("created", "row_mended")
    with acting_as(cast.officer):
        assert Person.objects.get(pk=made.person_id).birth_date == "1995-02-28"
        assert Whereabouts.objects.get(case_id=made.case_id).place == "Poipet"
    assert import_for(cast.officer, import_id=row["import_id"]).counts["rejected"] == 0


def test_a_row_that_is_still_wrong_says_where_and_stays(cast):
    row = returned(cast.officer, "Siti Aminah,31/02/1995,,\n")
    with pytest.raises(Problems) as refused:
        mend_row(cast.officer, **row, cells={"birth_date": "31/04/1995", "name": ""})
    assert {one.field for one in refused.value.problems} == {"birth_date", "name"}
    assert row_to_mend(cast.officer, **row).cells[0][2] == "Siti Aminah"


def test_a_row_is_taken_once(cast):
    row = returned(cast.officer, "Siti Aminah,31/02/1995,B1234567,\n")
    first = mend_row(cast.officer, **row, cells={"birth_date": "1995"})
    again = mend_row(cast.officer, **row, cells={"birth_date": "1996"})
    assert (again.person_id, how_many(cast)) == (first.person_id, 1)
    with pytest.raises(NotFound):
        row_to_mend(cast.officer, **row)


def test_who_is_like_somebody_known_is_asked_about(cast):
    known = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah", birth_date="1995-02-28"))
    row = returned(cast.officer, "Siti Aminah,28/02/1995,,\n")
    with pytest.raises(PersonLikelyKnown) as asked:
        mend_row(cast.officer, **row, cells={})
    assert asked.value.details["person_id"] == known.pk
    made = mend_row(cast.officer, **row, cells={}, person_id=known.pk)
    assert (made.state, made.person_id) == ("known", known.pk)


def test_she_may_be_another_of_the_same_name(cast):
    register_person(cast.officer, draft=PersonDraft(name="Siti Aminah", birth_date="1995-02-28"))
    row = returned(cast.officer, "Siti Aminah,28/02/1995,,\n")
    assert mend_row(cast.officer, **row, cells={}, is_new=True).state == "created"
    assert how_many(cast) == 2


def test_a_corrected_paper_finds_its_person(cast):
    papers = (PaperDraft("passport", "B1234567"),)
    known = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah", papers=papers))
    row = returned(cast.officer, "Siti Aminah,,B1234567?8,\n")
    made = mend_row(cast.officer, **row, cells={"passport": "B 1234567"})
    assert (made.state, made.person_id) == ("known", known.pk)


def test_the_list_of_another_agency_is_not_there(cast):
    row = returned(cast.officer, "Siti Aminah,31/02/1995,,\n")
    for call in (row_to_mend, lambda actor, **asked: mend_row(actor, **asked, cells={})):
        with pytest.raises(NotFound):
            call(cast.desk, **row)
