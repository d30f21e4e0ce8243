"""Cases, reports, interviews and lists follow their person; the grants of each case stay what they were."""

import pytest

from pulang.access.grants import held_sections
from pulang.access.models import Grant
from pulang.access.permissions import Section
from pulang.cases.actions import add_file, add_member, end_member, link_report, open_case, take_report
from pulang.cases.lists.models import ListImport, ListRow
from pulang.cases.models import Case, Report, Task
from pulang.cases.queries import case_page_for, timeline_for, who_opened
from pulang.db.context import acting_as
from pulang.identification.actions import assess, start_interview
from pulang.identification.models import Assessment, Interview
from pulang.lib.actor import system
from pulang.lib.errors import NotFound
from pulang.persons.actions import merge_persons, register_person, split_persons
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.persons.queries import person_for
from tests.web.objects import PDF


@pytest.fixture
def people(cast):
    """Hers at the embassy, and the same at the desk, which lets the embassy see who she is."""
    from pulang.access.grants import grant_access

    hers = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah"))
    theirs = register_person(
        cast.desk, draft=PersonDraft(name="Sitti", papers=(PaperDraft("passport", "B1234567"),))
    )
    grant_access(cast.desk, scope=theirs.pk, agency=cast.embassy, sections=[Section.IDENTITY])
    return hers, theirs


def join(actor, kept, gone):
    versions = {
        "kept_version": person_for(actor, kept.pk).version,
        "gone_version": person_for(actor, gone.pk).version,
    }
    return merge_persons(actor, kept_id=kept.pk, gone_id=gone.pk, **versions)


def part(actor, merge, **more):
    version = person_for(actor, merge.kept_id).version
    return split_persons(actor, merge_id=merge.pk, version=version, reason="Sisters.", **more)


def everything(model):
    with acting_as(system("test")):
        return list(model.objects.order_by("pk"))


def person_of(row):
    with acting_as(system("test")):
        row.refresh_from_db()
    return row.person_id


def test_no_officer_sees_more_of_a_case_than_before(cast, people, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    hers, theirs = people
    own, foreign = open_case(cast.officer, person_id=hers.pk), open_case(cast.desk, person_id=theirs.pk)
    add_member(cast.desk, case_id=foreign.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    add_file(cast.desk, case_id=foreign.pk, name="statement.pdf", content=PDF)
    actors = (cast.officer, cast.desk, cast.colleague, cast.shelter_worker)

    def sections():
        return {
            (actor.id, case.pk): set(held_sections(actor, case.pk)) for actor in actors for case in (own, foreign)
        }

    def seen():
        found = {}
        for actor in actors:
            for model in (Case, Report, Task):
                with acting_as(actor):
                    found[actor.id, model] = set(model.objects.values_list("pk", flat=True))
        return found

    before = sections(), seen()
    merge = join(cast.officer, hers, theirs)
    assert (sections(), seen()) == before
    with pytest.raises(NotFound):
        case_page_for(cast.officer, foreign.pk)
    for actor in (cast.officer, cast.desk, cast.colleague):
        assert person_for(actor, hers.pk).draft.name == "Siti Aminah"
    assert case_page_for(cast.colleague, foreign.pk).person.name == "Siti Aminah"
    part(cast.officer, merge)
    assert (sections(), seen()) == before
    assert case_page_for(cast.colleague, foreign.pk).person.name == "Sitti"
    with pytest.raises(NotFound):
        person_for(cast.colleague, hers.pk)


def test_what_belongs_to_her_follows_and_returns(cast, people):
    hers, theirs = people
    case = open_case(cast.desk, person_id=theirs.pk)
    add_member(cast.desk, case_id=case.pk, agency_id=cast.embassy.pk, sections=list(Section))
    interview = start_interview(cast.officer, case_id=case.pk, language="id")
    assessment = assess(cast.officer, interview_id=interview.pk, age=24)
    told, loose = (take_report(cast.desk, channel="family", narrative="She is gone.") for _ in range(2))
    link_report(cast.desk, report_id=told.pk, person_id=theirs.pk)
    with acting_as(cast.desk):
        Report.objects.filter(pk=loose.pk).update(person_id=theirs.pk, state="linked")
        source = ListImport.objects.create(
            agency_id=cast.desk.agency_id, started_by_id=cast.desk.id, label="Bus", file_name="a.csv", headings=[]
        )
        row = ListRow.objects.create(source=source, number=2, cells=[], messages=[], person_id=theirs.pk)
    rows = [case, Interview(pk=interview.pk), Assessment(pk=assessment.pk), told, loose, row]
    assert {person_of(one) for one in rows} == {theirs.pk}
    merge = join(cast.officer, hers, theirs)
    assert {person_of(one) for one in rows} == {hers.pk}
    later = start_interview(cast.officer, case_id=case.pk, language="km")
    part(cast.officer, merge, later_to="kept")
    assert {person_of(one) for one in rows} == {theirs.pk}
    assert person_of(Interview(pk=later.pk)) == theirs.pk, "an interview stays with its case"


@pytest.mark.parametrize("later_to", ["kept", "gone"])
def test_a_case_that_was_opened_since_goes_where_the_officer_says(cast, people, later_to):
    hers, theirs = people
    merge = join(cast.officer, hers, theirs)
    case = open_case(cast.officer, person_id=hers.pk)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.shelter.pk, sections=[Section.IDENTITY])
    part(cast.officer, merge, later_to=later_to)
    assert person_of(case) == (hers.pk if later_to == "kept" else theirs.pk)
    for actor in (cast.officer, cast.shelter_worker):
        assert case_page_for(actor, case.pk).person is not None, "a member of the case sees whom it is about"


def test_who_left_the_case_meanwhile_does_not_come_back(cast, people):
    hers, theirs = people
    case = open_case(cast.desk, person_id=theirs.pk)
    member = add_member(cast.desk, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    merge = join(cast.officer, hers, theirs)
    end_member(cast.desk, case_id=case.pk, grant_id=member.pk)
    with pytest.raises(NotFound):
        person_for(cast.colleague, hers.pk)
    part(cast.officer, merge)
    for person in people:
        with pytest.raises(NotFound):
            person_for(cast.colleague, person.pk)


def test_one_agency_with_two_open_cases_is_asked_which_goes_on(cast):
    hers, other = (register_person(cast.officer, draft=PersonDraft(name=name)) for name in ("Siti", "Sitti"))
    first, second = (open_case(cast.officer, person_id=person.pk) for person in (hers, other))
    merge = join(cast.officer, hers, other)
    (task,) = everything(Task)
    assert (task.code, task.case_id, task.agency_id) == ("two_open_cases", second.pk, cast.embassy.pk)
    part(cast.officer, merge)
    (task,) = everything(Task)
    assert task.done_at is not None
    assert (person_of(first), person_of(second)) == (hers.pk, other.pk)


def test_every_case_tells_it_and_none_names_the_other(cast, people):
    hers, theirs = people
    own, foreign = open_case(cast.officer, person_id=hers.pk), open_case(cast.desk, person_id=theirs.pk)
    join(cast.officer, hers, theirs)
    for actor, case in ((cast.officer, own), (cast.desk, foreign)):
        lines, _ = timeline_for(actor, case.pk)
        (line,) = (line for line in lines if line.kind == "person.merged")
        assert set(line.details) == {"merge"}
    assert "person.registered" in {entry.event for entry in who_opened(cast.desk, foreign.pk)}


def test_grants_are_copied_no_longer_and_no_wider(cast, people):
    hers, theirs = people
    join(cast.officer, hers, theirs)
    with acting_as(system("test")):
        held = {
            scope: set(Grant.objects.filter(scope=scope).values_list("agency_id", "until"))
            for scope in (hers.pk, theirs.pk)
        }
        assert held[theirs.pk] < held[hers.pk]
        assert {tuple(grant.sections) for grant in Grant.objects.filter(scope=hers.pk)} == {("identity",)}
