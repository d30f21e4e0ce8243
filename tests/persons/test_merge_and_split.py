"""Two records of one person: joined with everything that was known, and parted again exactly."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from pulang.access.grants import grant_access
from pulang.access.permissions import Section
from pulang.audit.models import Entry
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from pulang.matching.queries import find_persons
from pulang.persons.actions import (
    answer_merge,
    change_person,
    merge_persons,
    read_joined_photo,
    read_photo,
    register_person,
    set_photo,
    split_persons,
)
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft, Sought
from pulang.persons.errors import (
    MergeAnswered,
    MergeNotLast,
    MergeSameOfficer,
    PapersConflict,
    PersonExists,
    PersonMerged,
)
from pulang.persons.models import Merge, MergeState, Person
from pulang.persons.queries import (
    merge_for,
    merge_preview_for,
    merges_asked_for,
    merges_for,
    person_for,
    records_of,
)
from tests.cast import make_actor

SITI = PersonDraft(
    name="Siti Aminah",
    birth_date="1995",
    sex="female",
    languages=("id",),
    papers=(PaperDraft("passport", "B1234567", "IDN", state="taken"),),
    contacts=(ContactDraft("phone", "+6289990001000", "own", safe=False, note="The guards hold it."),),
)
SITTI = PersonDraft(
    name="Sitti Aminah binti Hasan",
    other_names=(NameDraft("khmer", "ស៊ីទី"),),
    birth_date="1995-08-17",
    languages=("jv",),
    papers=(PaperDraft("nik", "3171015708950002", "IDN", state="copy"),),
    contacts=(ContactDraft("phone", "+6289990002000", "mother"),),
)
OTHER_NIK = PersonDraft(name="Siti Aminah", papers=(PaperDraft("nik", "3171015708950009", "IDN"),))


def register(actor, draft):
    return person_for(actor, register_person(actor, draft=draft).pk)


def join(actor, kept, gone, **more):
    return merge_persons(
        actor,
        kept_id=kept.id,
        gone_id=gone.id,
        **{"kept_version": kept.version, "gone_version": gone.version, **more},
    )


def part(actor, merge, **more):
    version = person_for(actor, merge.kept_id).version
    return split_persons(actor, merge_id=merge.pk, **{"version": version, "reason": "They are sisters.", **more})


@pytest.fixture
def siti(cast):
    return register(cast.officer, SITI)


@pytest.fixture
def sitti(cast):
    return register(cast.officer, SITTI)


def test_one_person_carries_on_with_everything(cast, siti, sitti):
    join(cast.officer, siti, sitti, take=["birth_date"])
    both = person_for(cast.officer, siti.id)
    assert both.draft.birth_date == "1995-08-17"
    assert {paper.number for paper in both.draft.papers} == {"B1234567", "3171015708950002"}
    assert {name.text for name in both.draft.other_names} == {"ស៊ីទី", "Sitti Aminah binti Hasan"}
    assert {contact.note for contact in both.draft.contacts} == {"The guards hold it.", ""}
    with pytest.raises(PersonMerged) as caught:
        person_for(cast.officer, sitti.id)
    assert caught.value.details["into"] == siti.id


@pytest.mark.parametrize(
    "sought",
    [
        Sought(papers=("3171015708950002",)),
        Sought(phones=("+6289990002000",)),
        Sought(name="SITTI AMINAH BINTI HASAN"),
        Sought(name="ស៊ីទី"),
    ],
    ids=["paper", "phone", "name", "Khmer name"],
)
def test_she_is_found_by_what_either_record_held(cast, siti, sitti, sought):
    join(cast.officer, siti, sitti)
    assert [match.person.id for match in find_persons(cast.officer, sought=sought).matches] == [siti.id]


def test_parted_they_are_what_they_were(cast, siti, sitti):
    merge = join(cast.officer, siti, sitti, take=["name", "birth_date"])
    part(cast.officer, merge)
    assert person_for(cast.officer, siti.id).draft == siti.draft
    assert person_for(cast.officer, sitti.id).draft == sitti.draft
    found = find_persons(cast.officer, sought=Sought(phones=("+6289990002000",))).matches
    assert found[0].person.id == sitti.id
    assert not Merge.objects.exclude(state=MergeState.UNDONE).exists()


@pytest.mark.parametrize("later_to", ["kept", "gone"])
def test_what_was_learned_since_goes_where_the_officer_says(cast, siti, sitti, later_to):
    merge = join(cast.officer, siti, sitti)
    both = person_for(cast.officer, siti.id)
    found = ContactDraft("phone", "+6289990003000", "brother")
    change_person(
        cast.officer,
        person_id=siti.id,
        version=both.version,
        draft=replace(both.draft, contacts=(*both.draft.contacts, found), birth_place="Medan"),
    )
    part(cast.officer, merge, later_to=later_to)
    first, second = (person_for(cast.officer, one.id).draft for one in (siti, sitti))
    assert (found in first.contacts, found in second.contacts) == (later_to == "kept", later_to == "gone")
    assert (first.birth_place, second.birth_place) == (("Medan", "") if later_to == "kept" else ("", "Medan"))
    assert sitti.draft.contacts[0] in second.contacts


def test_the_history_shows_both_as_they_were(cast, siti, sitti):
    merge = join(cast.officer, siti, sitti, reason="Same mother, same village.")
    (seen,) = merges_for(cast.officer, siti.id)
    assert (seen.kept, seen.gone, seen.reason) == (siti.draft, sitti.draft, "Same mother, same village.")
    assert set(records_of(siti.id)) == {siti.id}, "nobody acts here, so nothing is told"
    with acting_as(cast.officer):
        assert set(records_of(siti.id)) == {siti.id, sitti.id}
    part(cast.officer, merge)
    assert merge_for(cast.officer, merge.pk).undone_because == "They are sisters."


def test_the_table_of_merges_holds_no_name_or_reason(cast, siti, sitti):
    join(cast.officer, siti, sitti, reason="Same mother, same village.")
    with acting_as(cast.officer):
        row = str(Merge.objects.values_list().get())
    assert "Siti" not in row
    assert "village" not in row


def test_a_record_that_changed_meanwhile_is_not_joined(cast, siti, sitti):
    change_person(cast.officer, person_id=sitti.id, version=1, draft=PersonDraft(name="Sitti"))
    with pytest.raises(Conflict):
        join(cast.officer, siti, sitti)
    merge = join(cast.officer, siti, person_for(cast.officer, sitti.id))
    with pytest.raises(Conflict):
        part(cast.officer, merge, version=siti.version)


def test_a_form_sent_twice_joins_and_parts_once(cast, siti, sitti):
    first, second = (join(cast.officer, siti, sitti, once="a") for _ in range(2))
    assert first.pk == second.pk
    version = person_for(cast.officer, siti.id).version
    for _ in range(2):
        assert part(cast.officer, first, once="b", version=version).state == MergeState.UNDONE
    assert person_for(cast.officer, siti.id).version == version + 1


def test_nobody_is_joined_with_herself_or_with_one_who_is_gone(cast, siti, sitti):
    with pytest.raises(Invalid):
        join(cast.officer, siti, siti)
    join(cast.officer, siti, sitti)
    third = register(cast.officer, PersonDraft(name="Siti"))
    with pytest.raises(NotFound):
        join(cast.officer, third, replace(sitti, version=2))


def test_only_who_holds_both_may_join_them(cast, siti):
    theirs = register(cast.desk, SITTI)
    with pytest.raises(NotFound):
        join(cast.officer, siti, theirs)
    grant_access(cast.desk, scope=theirs.id, agency=cast.embassy, sections=[Section.IDENTITY])
    join(cast.officer, siti, theirs)


def test_an_investigator_joins_nobody(cast):
    one, other = (register(cast.colleague, draft) for draft in (SITI, SITTI))
    with pytest.raises(NotAllowed):
        join(cast.colleague, one, other)


def test_later_merges_come_apart_first(cast, siti, sitti):
    third = register(cast.officer, PersonDraft(name="Siti A."))
    first = join(cast.officer, siti, sitti)
    second = join(cast.officer, person_for(cast.officer, siti.id), third)
    with pytest.raises(MergeNotLast):
        part(cast.officer, first)
    part(cast.officer, second)
    part(cast.officer, first)
    with pytest.raises(MergeAnswered):
        part(cast.officer, first)
    for one in (siti, sitti, third):
        assert person_for(cast.officer, one.id).draft == one.draft


def test_a_chain_is_parted_from_its_end(cast, siti, sitti):
    third = register(cast.officer, PersonDraft(name="Siti A."))
    first = join(cast.officer, siti, sitti)
    second = join(cast.officer, third, person_for(cast.officer, siti.id))
    with acting_as(cast.officer):
        assert set(records_of(third.id)) == {siti.id, sitti.id, third.id}
    with pytest.raises(MergeNotLast):
        split_persons(cast.officer, merge_id=first.pk, version=3, reason="No.")
    part(cast.officer, second)
    part(cast.officer, first)
    assert person_for(cast.officer, sitti.id).draft == sitti.draft


def test_parting_needs_a_reason_and_a_known_side(cast, siti, sitti):
    merge = join(cast.officer, siti, sitti)
    for wrong in ({"reason": " "}, {"later_to": "nobody"}):
        with pytest.raises(Invalid):
            part(cast.officer, merge, **wrong)


def test_a_paper_that_somebody_else_holds_by_now_stops_the_parting(cast, siti, sitti):
    merge = join(cast.officer, siti, sitti)
    both = person_for(cast.officer, siti.id)
    without = replace(both.draft, papers=both.draft.papers[:1])
    change_person(cast.officer, person_id=siti.id, version=both.version, draft=without)
    register_person(cast.colleague, draft=PersonDraft(name="Rina", papers=SITTI.papers))
    with pytest.raises(PersonExists) as caught:
        part(cast.officer, merge)
    assert caught.value.details == {"person_id": None, "agency_id": cast.police.pk}


def picture(colour):
    target = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(target, "PNG")
    return target.getvalue()


def test_a_photo_of_either_is_kept(cast, siti, sitti, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    set_photo(cast.officer, person_id=sitti.id, content=picture("teal"))
    merge = join(cast.officer, siti, person_for(cast.officer, sitti.id))
    shown = read_photo(cast.officer, person_id=siti.id)
    part(cast.officer, merge)
    assert read_photo(cast.officer, person_id=sitti.id) == shown
    with pytest.raises(NotFound):
        read_photo(cast.officer, person_id=siti.id)


def test_the_second_photo_stays_in_the_history(cast, siti, sitti, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    for one, colour in ((siti, "navy"), (sitti, "teal")):
        set_photo(cast.officer, person_id=one.id, content=picture(colour))
    photos = [read_photo(cast.officer, person_id=one.id) for one in (siti, sitti)]
    merge = join(cast.officer, *(person_for(cast.officer, one.id) for one in (siti, sitti)))
    assert [
        read_photo(cast.officer, person_id=siti.id),
        read_joined_photo(cast.officer, merge_id=merge.pk),
    ] == photos
    with pytest.raises(NotFound):
        read_joined_photo(cast.colleague, merge_id=merge.pk)


@pytest.fixture
def second(cast):
    return make_actor("second", cast.embassy, "protection")


def test_two_numbers_for_life_need_a_reason_and_a_second_officer(cast, sitti, second):
    other = register(cast.officer, OTHER_NIK)
    with pytest.raises(PapersConflict):
        join(cast.officer, sitti, other)
    asked = join(cast.officer, sitti, other, reason="The second card is forged; she says so herself.")
    assert (asked.state, asked.conflicts) == (MergeState.ASKED, ["nik_differs"])
    assert person_for(cast.officer, other.id), "nothing is joined yet"
    versions = {"kept_version": 1, "gone_version": 1}
    with pytest.raises(MergeSameOfficer):
        answer_merge(cast.officer, merge_id=asked.pk, agrees=True, **versions)
    assert [one.id for one in merges_asked_for(second)] == [asked.pk]
    answer_merge(second, merge_id=asked.pk, agrees=True, **versions)
    assert len(person_for(cast.officer, sitti.id).draft.papers) == 2
    with pytest.raises(MergeAnswered):
        answer_merge(second, merge_id=asked.pk, agrees=True, **versions)


def test_a_second_officer_may_refuse_with_a_reason(cast, sitti, second):
    other = register(cast.officer, OTHER_NIK)
    asked = join(cast.officer, sitti, other, reason="Looks alike.")
    versions = {"kept_version": 1, "gone_version": 1}
    with pytest.raises(Invalid):
        answer_merge(second, merge_id=asked.pk, agrees=False, **versions)
    refused = answer_merge(second, merge_id=asked.pk, agrees=False, reason="Twins.", **versions)
    assert (refused.state, refused.answer) == (MergeState.REFUSED, "Twins.")
    assert person_for(cast.officer, other.id)


def test_what_changed_since_the_question_is_looked_at_again(cast, sitti, second):
    other = register(cast.officer, OTHER_NIK)
    asked = join(cast.officer, sitti, other, reason="Looks alike.")
    change_person(cast.officer, person_id=other.id, version=1, draft=replace(OTHER_NIK, birth_place="Medan"))
    with pytest.raises(Conflict):
        answer_merge(second, merge_id=asked.pk, agrees=True, kept_version=1, gone_version=1)


def test_a_merge_is_not_there_for_others(cast, sitti):
    other = register(cast.officer, OTHER_NIK)
    asked = join(cast.officer, sitti, other, reason="Looks alike.")
    grant_access(cast.officer, scope=sitti.id, agency=cast.police, sections=[Section.IDENTITY])
    assert merges_asked_for(cast.desk) == ()
    assert merges_for(cast.colleague, sitti.id) == (), "who holds one of both does not learn of the other"
    for act in (
        lambda: answer_merge(cast.desk, merge_id=asked.pk, agrees=True, kept_version=1, gone_version=1),
        lambda: split_persons(cast.desk, merge_id=asked.pk, version=1, reason="No."),
        lambda: merge_for(cast.colleague, asked.pk),
        lambda: merge_preview_for(cast.desk, sitti.id, other.id),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_preview_says_who_would_see_her(cast, siti):
    theirs = register(cast.desk, SITTI)
    grant_access(cast.desk, scope=theirs.id, agency=cast.embassy, sections=[Section.IDENTITY])
    seen = merge_preview_for(cast.officer, siti.id, theirs.id, ["birth_date"])
    assert seen.seen_by == ("Embassy", "Ncb")
    assert (seen.joined.name, seen.joined.birth_date) == ("Siti Aminah", "1995-08-17")


def test_who_held_one_of_both_holds_the_person_and_loses_her_again(cast, siti):
    theirs = register(cast.desk, SITTI)
    grant_access(cast.desk, scope=theirs.id, agency=cast.embassy, sections=[Section.IDENTITY])
    merge = join(cast.officer, siti, theirs)
    assert len(person_for(cast.desk, siti.id).draft.papers) == 2
    part(cast.officer, merge)
    with pytest.raises(NotFound):
        person_for(cast.desk, siti.id)
    assert person_for(cast.desk, theirs.id).draft == theirs.draft


def test_both_records_and_all_grants_are_told_in_the_audit(cast, siti, sitti):
    merge = join(cast.officer, siti, sitti)
    part(cast.officer, merge)
    for event in ("person.merged", "person.split"):
        told = Entry.objects.filter(event=event, actor_id=cast.officer.id).values_list("scope", flat=True)
        assert set(told) == {siti.id, sitti.id}
    with acting_as(system("test")):
        assert Person.objects.filter(merged_into=None).count() == 2
