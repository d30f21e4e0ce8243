"""Registering and finding people: once, by blind keys, and only for those who may."""

import pytest
from django.db import connection

from pulang.access.grants import grant_access
from pulang.access.permissions import Section
from pulang.audit.models import Entry
from pulang.db.context import acting_as
from pulang.lib.errors import Conflict, Invalid, NotAllowed, NotFound, Problems
from pulang.matching.queries import find_persons
from pulang.persons.actions import change_person, register_person
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft, Sought
from pulang.persons.errors import PersonExists, TooFewIdentifiers
from pulang.persons.models import Person
from pulang.persons.queries import person_for

JOKO = PersonDraft(
    name="Moh. Djoko Soesilo",
    other_names=(NameDraft("khmer", "សុខ ជា"),),
    birth_date="8 Maret 1997",
    sex="male",
    nationality="IDN",
    papers=(PaperDraft("passport", "B 123 4567", "IDN"),),
    contacts=(ContactDraft("phone", "0812-3456-7890", "own"),),
)


def test_a_registered_person_reads_back_as_she_was_entered(cast):
    person = register_person(cast.officer, draft=JOKO)
    view = person_for(cast.officer, person.pk)
    assert view.draft.name == "Moh. Djoko Soesilo"
    assert view.draft.birth_date == "1997-03-08"
    assert view.draft.papers[0].number == "B1234567"
    assert view.draft.contacts[0].value == "+6281234567890"
    assert view.draft.other_names == (NameDraft("khmer", "សុខ ជា"),)


def test_the_database_holds_no_name_paper_or_phone(cast):
    register_person(cast.officer, draft=JOKO)
    with acting_as(cast.officer), connection.cursor() as cursor:
        for table in ("person", "othername", "paper", "contact", "blindkey"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM persons_{table} t")
            (row,) = cursor.fetchone()
            assert row, table
            for plain in ("Soesilo", "1234567", "6281234567890", "1997-03-08"):
                assert plain not in row
                assert plain.encode().hex() not in row


@pytest.mark.parametrize(
    "sought",
    [
        Sought(papers=("b1234567",)),
        Sought(phones=("+62 812 3456 7890",)),
        Sought(name="Joko Susilo Muhammad"),
        Sought(name="សុខ ជា"),
    ],
    ids=["paper", "phone", "name in another spelling and order", "Khmer name"],
)
def test_she_is_found_by(cast, sought):
    person = register_person(cast.officer, draft=JOKO)
    found = find_persons(cast.officer, sought=sought)
    assert [match.person.id for match in found.matches] == [person.pk]


def test_a_stranger_to_the_case_learns_only_whom_to_ask(cast):
    register_person(cast.officer, draft=JOKO)
    found = find_persons(cast.colleague, sought=Sought(papers=("B1234567",)))
    assert found.matches == ()
    assert [hit.agency for hit in found.elsewhere] == [cast.embassy.name]


def test_a_name_alone_tells_a_stranger_nothing(cast):
    register_person(cast.officer, draft=JOKO)
    assert find_persons(cast.colleague, sought=Sought(name="Djoko Soesilo Muhammad")).elsewhere == ()


def test_searching_needs_something_to_go_by(cast):
    with pytest.raises(TooFewIdentifiers):
        find_persons(cast.officer, sought=Sought())


def test_a_shelter_does_not_search(cast):
    with pytest.raises(NotAllowed):
        find_persons(cast.shelter_worker, sought=Sought(papers=("B1234567",)))


def test_the_same_paper_is_not_registered_twice(cast):
    first = register_person(cast.officer, draft=JOKO)
    with pytest.raises(PersonExists) as caught:
        register_person(cast.officer, draft=PersonDraft(name="Somebody", papers=JOKO.papers))
    assert caught.value.details["person_id"] == first.pk


def test_a_stranger_who_registers_the_same_paper_is_not_told_who(cast):
    register_person(cast.officer, draft=JOKO)
    with pytest.raises(PersonExists) as caught:
        register_person(cast.colleague, draft=JOKO)
    assert caught.value.details == {"person_id": None, "agency_id": cast.embassy.pk}


def test_without_the_section_she_is_not_there(cast):
    person = register_person(cast.officer, draft=JOKO)
    with pytest.raises(NotFound):
        person_for(cast.colleague, person.pk)
    with acting_as(cast.colleague):
        assert not Person.objects.exists()


def test_with_the_section_she_is(cast):
    person = register_person(cast.officer, draft=JOKO)
    grant_access(cast.officer, scope=person.pk, agency=cast.police, sections=[Section.IDENTITY])
    assert person_for(cast.colleague, person.pk).draft.name == JOKO.name


def test_a_stale_change_overwrites_nothing(cast):
    person = register_person(cast.officer, draft=JOKO)
    change_person(cast.officer, person_id=person.pk, version=1, draft=PersonDraft(name="Djoko"))
    with pytest.raises(Conflict):
        change_person(cast.officer, person_id=person.pk, version=1, draft=PersonDraft(name="Other"))
    assert person_for(cast.officer, person.pk).draft.name == "Djoko"


def test_a_changed_person_is_found_by_her_new_keys_only(cast):
    person = register_person(cast.officer, draft=JOKO)
    change_person(
        cast.officer,
        person_id=person.pk,
        version=1,
        draft=PersonDraft(name="Rina", papers=(PaperDraft("passport", "C7654321"),)),
    )
    assert find_persons(cast.officer, sought=Sought(papers=("C7654321",))).matches
    assert not find_persons(cast.officer, sought=Sought(papers=("B1234567",))).matches


@pytest.mark.parametrize(
    ("draft", "field", "code"),
    [
        (PersonDraft(name=""), "name", "required"),
        (PersonDraft(name="12345"), "name", "name_without_letters"),
        (PersonDraft(name="x" * 201), "name", "text_too_long"),
        (PersonDraft(name="Siti", birth_date="31/02/1990"), "birth_date", "date_impossible"),
        (PersonDraft(name="Siti", birth_date="2190"), "birth_date", "date_in_future"),
        (PersonDraft(name="Siti", sex="f"), "sex", "not_a_choice"),
        (PersonDraft(name="Siti", nationality="ZZZ"), "nationality", "country_unknown"),
        (
            PersonDraft(name="Siti", papers=(PaperDraft("nik", "3171013208950002"),)),
            "papers.0.number",
            "nik_impossible_date",
        ),
        (PersonDraft(name="Siti", papers=(PaperDraft("nik", "31710"),)), "papers.0.number", "nik_length"),
    ],
)
def test_what_cannot_be_kept_is_said_by_field(cast, draft, field, code):
    with pytest.raises(Invalid) as caught:
        register_person(cast.officer, draft=draft)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_several_problems_are_said_at_once(cast):
    with pytest.raises(Problems) as caught:
        register_person(cast.officer, draft=PersonDraft(name="", birth_date="x", sex="?"))
    assert {problem.field for problem in caught.value.problems} == {"name", "birth_date", "sex"}


def test_a_nik_that_says_another_birth_date_is_a_warning(cast):
    draft = PersonDraft(name="Siti", birth_date="1990-01-01", papers=(PaperDraft("nik", "3171015708950002"),))
    person = register_person(cast.officer, draft=draft)
    ((_, warnings),) = person_for(cast.officer, person.pk).paper_warnings
    assert "nik_birth_date_differs" in warnings


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "'; DROP TABLE persons_person; --", "Siti 😀 Aminah"]
)
def test_hostile_text_is_only_text(cast, name):
    person = register_person(cast.officer, draft=PersonDraft(name=name))
    assert person_for(cast.officer, person.pk).draft.name == name


def test_each_look_leaves_its_word(cast):
    person = register_person(cast.officer, draft=JOKO)
    person_for(cast.officer, person.pk)
    find_persons(cast.officer, sought=Sought(papers=("B1234567",)))
    words = set(Entry.objects.values_list("event", flat=True))
    assert {"person.registered", "person.read", "person.searched"} <= words
