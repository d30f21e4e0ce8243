"""A list goes in: everybody once, every flaw with its row, nothing lost."""

import io

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from pulang.audit.models import Entry
from pulang.cases.lists.actions import run_import, start_import, take_rows
from pulang.cases.lists.errors import ListRefused
from pulang.cases.lists.models import ListImport, ListRow
from pulang.cases.lists.queries import import_for, imports_for, rejected_list, rows_for
from pulang.cases.lists.sample import sample_list
from pulang.cases.models import Case, Whereabouts
from pulang.db.context import acting_as
from pulang.lib.errors import Invalid, NotAllowed, NotFound
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.persons.models import Person

HEAD = "Name,Sex,Birth date,Passport,Phone,Where found\n"


def hand_in(actor, text, **options):
    return start_import(actor, file_name="list.csv", content=(HEAD + text).encode(), label="20 January", **options)


def taken(actor, text):
    import_id = hand_in(actor, text)
    run_import(actor, import_id=import_id)
    return import_id, rows_for(actor, import_id=import_id)


def codes(row):
    return [message.code for message in row.messages]


def test_everybody_is_registered_with_a_case_and_a_place(cast):
    _, (row,) = taken(cast.officer, "Siti Aminah,F,17/8/1995,B1234567,0899 9000 1000,Poipet\n")
    with acting_as(cast.officer):
        person = Person.objects.get(pk=row.person_id)
        case = Case.objects.get(pk=row.case_id, person=person)
        assert (person.name, person.birth_date, person.sex) == ("Siti Aminah", "1995-08-17", "female")
        assert Whereabouts.objects.select_related("case").get(case=case).place == "Poipet"


def test_the_sample_is_taken_and_every_row_is_accounted_for(cast):
    import_id = start_import(cast.officer, file_name="arrivals.xlsx", content=sample_list(), label="Sample")
    counts = run_import(cast.officer, import_id=import_id)
    assert counts == {"pending": 0, "created": 36, "known": 0, "rejected": 5, "empty": 1}
    with acting_as(cast.officer):
        assert (Person.objects.count(), Case.objects.count()) == (36, 36)
    assert import_for(cast.officer, import_id=import_id).finished_at


def test_rows_that_were_not_taken_come_back_with_the_reason_in_the_last_column(cast):
    import_id = start_import(cast.officer, file_name="arrivals.xlsx", content=sample_list(), label="Sample")
    run_import(cast.officer, import_id=import_id)
    content = rejected_list(cast.officer, import_id=import_id)
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert head[1] == "Nama Lengkap / Full name"
    assert head[-2:] == ["Row in the list", "Reason"]
    reasons = {row[-2]: row[-1] for row in rows}
    assert set(reasons) == {26, 27, 28, 29, 30}
    assert reasons[26] == "This is the same person as in row 16. Join the two rows, or tell them apart."
    assert reasons[27] == "Birth date: There is no such day. Check day, month and year."


def test_who_is_known_by_her_paper_is_not_registered_again(cast):
    known = register_person(cast.officer, draft=PersonDraft(name="Siti", papers=(PaperDraft("passport", "B1234567"),)))
    _, (row,) = taken(cast.officer, "Siti Aminah,F,,b 123 4567,,\n")
    assert (row.state, row.person_id) == ("known", known.pk)
    assert "known_by_paper" in codes(row)


def test_who_is_only_likely_the_same_is_left_to_the_officer(cast):
    register_person(cast.officer, draft=PersonDraft(name="Djoko Soesilo", birth_date="1997-03-08"))
    _, (row,) = taken(cast.officer, "Joko Susilo,M,8/3/1997,,,\n")
    assert row.state == "rejected"
    assert "person_likely_known" in codes(row)


def test_who_is_known_elsewhere_comes_back_with_the_agency_to_ask_and_no_more(cast):
    register_person(cast.colleague, draft=PersonDraft(name="Siti", papers=(PaperDraft("passport", "B1234567"),)))
    _, (row,) = taken(cast.officer, "Rina,F,,B1234567,,\n")
    assert (row.state, row.person_id) == ("rejected", None)
    assert row.messages[-1].details == {"agency": cast.police.name}


def test_a_namesake_without_more_is_a_new_person(cast):
    register_person(cast.officer, draft=PersonDraft(name="Siti Aminah"))
    _, (row,) = taken(cast.officer, "Siti Aminah,F,1995,,,\n")
    assert row.state == "created"


def test_a_list_handed_in_twice_by_one_form_is_one_list(cast):
    first = hand_in(cast.officer, "Siti,F,,,,\n", once="token")
    assert hand_in(cast.officer, "Siti,F,,,,\n", once="token") == first
    assert len(imports_for(cast.officer)) == 1


def test_taking_again_changes_nothing(cast):
    import_id, _ = taken(cast.officer, "Siti Aminah,F,1995,,,\n")
    run_import(cast.officer, import_id=import_id)
    with acting_as(cast.officer):
        assert Person.objects.count() == 1


def test_rows_are_taken_chunk_by_chunk(cast):
    import_id = hand_in(cast.officer, "".join(f"Siti {word},F,,,,\n" for word in ("Aminah", "Rahma", "Nur")))
    assert take_rows(cast.officer, import_id=import_id, limit=2)["pending"] == 1
    assert import_for(cast.officer, import_id=import_id).finished_at is None


def test_another_agency_does_not_see_the_list(cast):
    import_id, _ = taken(cast.officer, "Siti Aminah,F,1995,,,\n")
    for read in (import_for, rows_for, rejected_list, run_import):
        with pytest.raises(NotFound):
            read(cast.colleague, import_id=import_id)
    assert imports_for(cast.colleague) == []
    with acting_as(cast.colleague):
        assert not ListImport.objects.exists()
        assert not ListRow.objects.exists()


def test_a_shelter_hands_in_no_list(cast):
    with pytest.raises(NotAllowed):
        hand_in(cast.shelter_worker, "Siti,F,,,,\n")


def test_the_database_holds_no_word_of_the_list(cast):
    hand_in(cast.officer, "Siti Aminah,F,31/02/1995,B1234567,,Poipet\n")
    with acting_as(cast.officer), connection.cursor() as cursor:
        for table in ("lists_listimport", "lists_listrow"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            (rows,) = cursor.fetchone()
            for plain in ("Siti", "B1234567", "31/02/1995", "20 January", "list.csv"):
                assert plain not in rows
                assert plain.encode().hex() not in rows


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "'; DROP TABLE lists_listrow; --", "=HYPERLINK(1)"])
def test_hostile_text_is_only_text(cast, name):
    _, (row,) = taken(cast.officer, f'"{name}",F,,,,\n')
    with acting_as(cast.officer):
        assert Person.objects.get(pk=row.person_id).name == name


def test_a_list_needs_a_label_and_must_be_a_list(cast):
    with pytest.raises(Invalid):
        start_import(cast.officer, file_name="x.csv", content=HEAD.encode(), label=" ")
    with pytest.raises(ListRefused):
        start_import(cast.officer, file_name="x.csv", content=b"MZ\x90\x00\x03", label="x")


def test_the_audit_says_what_was_done_with_counts_only(cast):
    import_id, _ = taken(cast.officer, "Siti Aminah,F,1995,B1234567,,\n")
    rejected_list(cast.officer, import_id=import_id)
    entries = {entry.event: entry.text for entry in Entry.objects.filter(scope=import_id)}
    assert set(entries) == {"list.imported", "list.read", "list.finished", "export.made"}
    assert "Siti" not in "".join(entries.values())
