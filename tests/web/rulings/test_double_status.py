"""Victim and suspect: two files, two sets of readers; what one side holds changes no byte on the other.

Each world is made inside a savepoint that is taken back, looked at through every page of the other side's reader.
"""

import re
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from pulang.access.permissions import Section
from pulang.cases.actions import add_member, make_decision, open_case
from pulang.db.context import acting_as
from pulang.identification.nonpunishment.actions import record_act
from pulang.identification.papers import issue_letter
from pulang.identification.suspects.actions import add_entry, add_reader, end_link, link_status, open_file
from pulang.identification.suspects.models import StatusLink
from pulang.identification.suspects.queries import file_for, files_for, links_for
from pulang.lib.errors import Invalid, NotAllowed, NotFound
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from tests.cast import make_actor
from tests.web.matrix import ask, seen
from tests.web.world import sign_in

NAME, PASSPORT = "Siti Aminah", "C1234567"
ONCE = re.compile(r'name="once"[^>]*')  # random in every form
ELEMENTS = {"act": "established", "means": "established", "purpose": "established"}


@pytest.fixture
def person(cast):
    draft = PersonDraft(name=NAME, birth_date="1999-05-01", papers=(PaperDraft("passport", PASSPORT, "IDN"),))
    return register_person(cast.officer, draft=draft)


@pytest.fixture
def case(cast, person):
    return open_case(cast.officer, person_id=person.pk)


@pytest.fixture
def detective(cast):
    """Reads the suspect's file, and works on no case."""
    return make_actor("detective", cast.police, "investigator")


@pytest.fixture
def coordinator(cast):
    return make_actor("coordinator", cast.police, "double_status")


def suspect_world(detective, coordinator, case):
    """All that one side can hold: a file with her name and passport, an entry, and the link to her case."""
    file = open_file(detective, name=NAME, born="1999-05-01", papers=PASSPORT, suspicion="Recruited two men.")
    add_entry(detective, file_id=file.pk, text="Heard two witnesses.", stage="investigated")
    link_status(coordinator, case_number=case.number, file_number=file.number)
    return file


def victim_world(cast, case):
    make_decision(cast.officer, case_id=case.pk, outcome="victim", **ELEMENTS, reasons="Heard alone.")
    told = {"kind": "recruiting", "what": "Called two men.", "compulsions": ["debt"], "link": "direct"}
    record_act(cast.officer, case_id=case.pk, **told)
    to = {"addressee": "Police", "country": "IDN", "language": "id", "on": date(2026, 9, 1)}
    issue_letter(cast.officer, case_id=case.pk, **to)


def looks(actor, addresses):
    """Every page as `seen`, and how many questions each put to the database (what its time rests on)."""
    client, found = sign_in(actor), {}
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            status, text, headers = seen(ask(client, address))
        found[address] = ((status, ONCE.sub("", text), headers), len(asked))
    return found


def without(make, look):
    """What `look` sees in the world without `make`, and in the world with it."""
    before = look()
    with transaction.atomic():
        make()
        after = look()
        transaction.set_rollback(True)
    return before, after


def pages_of_the_case(case):
    here = f"/cases/{case.pk}/"
    parts = [
        "",
        "timeline/",
        "opened/",
        "non-punishment/",
        "decisions/add/",
        "members/add/",
        "steps/",
        "assessments/",
    ]
    lists = [
        "/",
        "/cases/",
        f"/cases/?number={case.number}",
        "/reports/",
        "/stuck/",
        "/suspects/",
        "/double-status/",
    ]
    search = [
        f"/persons/?name={NAME}&birth_date=1999-05-01",
        f"/persons/?paper={PASSPORT}",
        f"/persons/{case.person_id}/",
    ]
    return [*lists, *search, *(here + part for part in parts)]


def test_the_suspects_file_changes_no_byte_for_readers_of_the_victims_case(cast, case, detective, coordinator):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.shelter.pk, sections=[])
    add_member(
        cast.officer,
        case_id=case.pk,
        agency_id=cast.police.pk,
        sections=list(Section),
        officer_id=cast.colleague.id,
    )
    victim_world(cast, case)
    for reader in (cast.officer, cast.colleague, cast.shelter_worker):
        before, after = without(
            lambda: suspect_world(detective, coordinator, case),
            lambda reader=reader: looks(reader, pages_of_the_case(case)),
        )
        assert before == after, reader.name
    assert before[f"/cases/{case.pk}/"][0][0] == 200


def test_the_victims_case_changes_no_byte_for_readers_of_the_suspects_file(cast, case, detective, coordinator):
    file = suspect_world(detective, coordinator, case)
    addresses = ["/", "/cases/", f"/cases/?number={case.number}", "/suspects/", f"/suspects/{file.pk}/"]
    addresses += [
        f"/suspects/{file.pk}/add/",
        f"/suspects/{file.pk}/readers/",
        f"/cases/{case.pk}/",
        "/double-status/",
    ]
    addresses += [f"/persons/?paper={PASSPORT}", "/reports/", "/stuck/"]
    before, after = without(lambda: victim_world(cast, case), lambda: looks(detective, addresses))
    assert before == after
    assert before[f"/suspects/{file.pk}/"][0][0] == 200
    assert before[f"/cases/{case.pk}/"][0][0] == 404


def test_the_link_is_seen_by_the_coordinator_alone(cast, case, detective, coordinator):
    suspect_world(detective, coordinator, case)
    for side in (cast.officer, cast.colleague, detective, cast.desk, cast.administrator, cast.peer):
        with acting_as(side):
            assert not StatusLink.objects.exists(), side.name
    with acting_as(coordinator):
        assert StatusLink.objects.count() == 1
    with pytest.raises(NotAllowed):
        links_for(detective)


def test_the_coordinator_sees_numbers_and_neither_file(cast, case, detective, coordinator):
    file = suspect_world(detective, coordinator, case)
    page = sign_in(coordinator).get("/double-status/").content.decode()
    assert case.number in page
    assert file.number in page
    assert NAME not in page
    assert "Recruited" not in page
    for address in (f"/suspects/{file.pk}/", f"/cases/{case.pk}/"):
        assert sign_in(coordinator).get(address).status_code == 404


def test_the_coordinator_is_told_who_could_read_both(cast, case, detective, coordinator):
    suspect_world(detective, coordinator, case)
    assert links_for(coordinator)[0].both == ()
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[])
    assert links_for(coordinator)[0].both == ("Detective",)


def test_a_suspects_file_is_read_by_named_officers_only(cast, case, detective, coordinator):
    file = suspect_world(detective, coordinator, case)
    assert files_for(cast.colleague) == ()
    with pytest.raises(NotFound):
        file_for(cast.colleague, file.pk)
    with pytest.raises(Invalid):
        add_reader(detective, file_id=file.pk, officer=cast.officer.id)
    add_reader(detective, file_id=file.pk, officer=cast.colleague.id)
    assert file_for(cast.colleague, file.pk).entries[0].text == "Heard two witnesses."


def test_a_link_needs_numbers_that_exist_and_can_end(cast, case, detective, coordinator):
    file = suspect_world(detective, coordinator, case)
    with pytest.raises(Invalid):
        link_status(coordinator, case_number=case.number, file_number="ID-S-1999-000001")
    again = link_status(coordinator, case_number=case.number, file_number=file.number)
    assert [row.id for row in links_for(coordinator)] == [again.pk]
    end_link(coordinator, link_id=again.pk)
    assert links_for(coordinator) == ()
    with pytest.raises(NotFound):
        end_link(coordinator, link_id=again.pk)
