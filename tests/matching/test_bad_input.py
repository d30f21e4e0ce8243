"""What is typed or sent that no name is: a clear answer each time, and never a slow query."""

import random
from datetime import date

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from pulang.db.context import acting_as
from pulang.lib.errors import Invalid
from pulang.matching.queries import find_persons, match_people
from pulang.matching.queries.search import MOST_SHOWN
from pulang.matching.rules import Evidence, match_lists, prepare
from pulang.matching.rules.choosing import COMMON
from pulang.persons.actions import register_people, register_person
from pulang.persons.drafts import PaperDraft, PersonDraft, Sought
from pulang.persons.errors import PersonExists, TooFewIdentifiers

GARBAGE = ["", "🙂🙂", "12345", "\u202e\u200f", "...", "???", "\x00", "-" * 300]


def test_a_list_with_garbage_in_it_is_answered_row_by_row(cast):
    names = ["Siti Aminah", "Djoko Soesilo", "Rina Wati", "សុខ ជា", "Bambang Hartono", "Heng Vuthy"] * 3
    people = register_people(cast.officer, drafts=[PersonDraft(name=name) for name in dict.fromkeys(names)])
    rows = [*((name, True) for name in names), ("🙂🙂", False), ("12345", False)]
    random.Random(4).shuffle(rows)
    answers = match_people(cast.officer, sought=[Sought(name=name) for name, _ in rows])
    assert [bool(answer.matches) for answer in answers] == [told for _, told in rows]
    held = {person.name: person.pk for person in people}
    assert all(
        answer.matches[0].person.id == held[name]
        for (name, told), answer in zip(rows, answers, strict=True)
        if told
    )


def test_a_list_of_nothing_but_garbage_finds_nobody(cast):
    register_person(cast.officer, draft=PersonDraft(name="Siti Aminah"))
    answers = match_people(cast.officer, sought=[Sought(name=text, birth_date="no date") for text in GARBAGE])
    assert [(answer.matches, answer.elsewhere) for answer in answers] == [((), ())] * len(GARBAGE)
    assert match_people(cast.officer, sought=[]) == []


def test_a_list_says_of_each_row_what_a_search_says_of_it(cast):
    drafts = [PersonDraft(name=f"Siti {word}", birth_date="1990-05-06") for word in ("Aminah", "Rohani", "Wahyuni")]
    register_people(cast.officer, drafts=drafts)
    register_person(
        cast.colleague, draft=PersonDraft(name="Siti Fatimah", papers=(PaperDraft("passport", "B1234567"),))
    )
    asked = [
        Sought(name="Sitti Amina", birth_date="1990"),
        Sought(name="Wahjuni"),
        Sought(papers=("B1234567",)),
        Sought(name="Bambang"),
    ]
    together = match_people(cast.officer, sought=asked)
    assert together == [find_persons(cast.officer, sought=one) for one in asked]
    assert [bool(one.matches) for one in together] == [True, True, False, False]
    assert [len(one.elsewhere) for one in together] == [0, 0, 1, 0]


def test_a_date_that_cannot_be_read_is_said_at_the_desk(cast):
    with pytest.raises(Invalid):
        find_persons(cast.officer, sought=Sought(name="Siti", birth_date="31/31/1990"))


def test_a_second_person_with_the_same_paper_is_refused_and_named(cast):
    paper = (PaperDraft("passport", "B1234567"),)
    person = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah", papers=paper))
    with pytest.raises(PersonExists) as refused:
        register_person(cast.officer, draft=PersonDraft(name="Bambang Hartono", papers=paper))
    assert refused.value.details["person_id"] == person.pk


def test_two_people_of_a_list_with_one_paper_are_both_shown():
    listed = [Evidence(names=(name,), papers=("B1234567",)) for name in ("Siti Aminah", "Bambang Hartono")]
    records = [prepare(one, today=date(2026, 11, 24)) for one in listed]
    (first, second) = match_lists(records, records)
    for found, own, other in ((first, 0, 1), (second, 1, 0)):
        assert [place for place, _ in found] == [own, other]
        assert {"paper_equal", "name_differs"} <= {claim.code for claim in found[1][1].claims}


@pytest.mark.parametrize("name", ["A. B.", "M.", "S", "J0k0 5usilo", "x" * 300, "Siti " * 60])
def test_odd_names_are_registered_and_found_again(cast, name):
    person = register_person(cast.officer, draft=PersonDraft(name=name[:200].strip(), birth_date="1990-05-06"))
    found = find_persons(cast.officer, sought=Sought(name=name, birth_date="1990-05-06")).matches
    assert [match.person.id for match in found] == [person.pk]


def test_among_equal_names_only_so_many_are_read_and_so_few_are_shown(cast):
    register_people(cast.officer, drafts=[PersonDraft(name="Slamet") for _ in range(COMMON // 2)])
    found = find_persons(cast.officer, sought=Sought(name="Slamet"))
    assert 0 < len(found.matches) <= MOST_SHOWN
    with acting_as(cast.officer), connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.owner, k.number FROM (SELECT keys, array_fill(0, ARRAY[cardinality(keys)]) AS owners"
            " FROM matching_profile LIMIT 1) p, matching_likeliest(p.keys, p.owners, p.owners, 10, 40, 7) k"
        )
        assert cursor.fetchall() == [(0, None)], "the key is there, and nobody is read out"


def count_slowly():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")
        cursor.execute("SELECT count(*) FROM generate_series(1, 1000000000)")


def test_a_statement_that_takes_too_long_is_ended(cast):
    assert "statement_timeout=20000" in settings.DATABASES["default"]["OPTIONS"]["options"]
    with acting_as(cast.officer), pytest.raises(DatabaseError, match="statement timeout"):
        count_slowly()


def test_what_cannot_be_searched_is_refused_at_the_desk(cast):
    for text in GARBAGE:
        with pytest.raises(TooFewIdentifiers):
            find_persons(cast.officer, sought=Sought(name=text))
