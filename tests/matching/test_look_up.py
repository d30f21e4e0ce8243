"""Looking up: who is found, with which reasons, by whom; and what strangers learn."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulang.access.grants import grant_access
from pulang.access.permissions import Section
from pulang.audit.models import Entry
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed
from pulang.matching.actions import rebuild
from pulang.matching.actions.rebuild import rebuild_some
from pulang.matching.index import keep
from pulang.matching.models import Key, Profile
from pulang.matching.queries import find_persons
from pulang.matching.rules.choosing import COMMON
from pulang.matching.sentences import CLAIMS, WARNINGS, claim_sentence
from pulang.persons.actions import change_person, register_people, register_person
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft, Sought
from pulang.persons.errors import TooFewIdentifiers
from pulang.persons.queries import known_already

JOKO = PersonDraft(
    name="JOKO SUSILO MUHAMMAD",
    other_names=(NameDraft("khmer", "សុខ ជា"),),
    birth_date="08/03/1997",
    birth_place="Medan",
    sex="male",
    nationality="IDN",
    papers=(PaperDraft("passport", "B1234567", "IDN"),),
    contacts=(ContactDraft("phone", "0812-3456-7890", "own"),),
)


def found(actor, **sought):
    return find_persons(actor, sought=Sought(**sought))


@pytest.mark.parametrize(
    ("sought", "code"),
    [
        ({"name": "Moh. Djoko Soesilo", "birth_date": "about 1998"}, "word_spelling"),
        ({"name": "Yoko Susillo", "birth_date": "1997"}, "birth_date_year"),
        ({"name": "Djoko Susilo"}, "words_left_over"),
        ({"name": "Jokosusilo"}, "word_joined"),
        ({"name": "Sok Chea"}, "word_spelling"),
        ({"name": "Djoko", "birth_date": "03/08/1997"}, "birth_date_swapped"),
        ({"papers": ("B1234576",)}, "paper_one_digit"),
        ({"papers": ("B123456",)}, "paper_one_digit"),
        ({"phones": ("+62812 3456 7891",)}, "phone_one_digit"),
    ],
)
def test_she_is_found_in_spite_of_errors_and_told_why(cast, sought, code):
    person = register_person(cast.officer, draft=JOKO)
    match = found(cast.officer, **sought).matches[0]
    assert match.person.id == person.pk
    assert code in {claim.code for claim in match.claims}
    assert match.score == pytest.approx(sum(claim.weight for claim in match.claims), abs=0.06)


def test_the_likeliest_comes_first(cast):
    other = register_person(cast.officer, draft=PersonDraft(name="Joko Susilo", birth_date="1970-11-30"))
    person = register_person(cast.officer, draft=JOKO)
    matches = found(cast.officer, name="Djoko Soesilo", birth_date="8-3-1997").matches
    assert [match.person.id for match in matches] == [person.pk, other.pk]


def test_two_niks_are_a_warning_beside_the_match(cast):
    nik = PaperDraft("nik", "3204110803970001")
    register_person(cast.officer, draft=replace(JOKO, papers=(nik,)))
    match = found(cast.officer, name="Joko Susilo Muhammad", birth_date="1997-03-08", papers=("3171011508950002",))
    assert match.matches[0].warnings == ("nik_conflict",)


def test_every_claim_has_a_sentence_and_so_has_every_warning(cast):
    register_person(cast.officer, draft=JOKO)
    claims = found(cast.officer, name="Djoko Soesilo", papers=("B1234567",)).matches[0].claims
    assert "“djoko” is another spelling of “joko”" in {claim_sentence(claim) for claim in claims}
    assert all("%(" not in claim_sentence(claim) for claim in claims)
    assert {"word_equal", "nik_two_digits", "birth_date_near"} <= CLAIMS.keys()
    assert WARNINGS.keys() == {"nik_conflict", "sex_conflict"}


def test_a_changed_person_is_found_by_what_stands_now(cast):
    person = register_person(cast.officer, draft=JOKO)
    change_person(cast.officer, person_id=person.pk, version=1, draft=PersonDraft(name="Rina Wati"))
    assert not found(cast.officer, name="Joko Susilo").matches
    assert found(cast.officer, name="Rina Wati").matches[0].person.id == person.pk


def test_who_is_let_in_later_finds_her_and_nobody_else_does(cast):
    person = register_person(cast.officer, draft=JOKO)
    assert not found(cast.colleague, name="Djoko Soesilo").matches
    grant_access(cast.officer, scope=person.pk, agency=cast.police, sections=[Section.IDENTITY])
    assert found(cast.colleague, name="Djoko Soesilo").matches[0].person.id == person.pk
    assert not found(cast.desk, name="Djoko Soesilo").matches


def test_a_grant_without_identity_finds_nobody(cast):
    person = register_person(cast.officer, draft=JOKO)
    assert not found(cast.colleague, name="Djoko Soesilo").matches
    with acting_as(cast.officer):
        assert Profile.objects.filter(person=person).exists()
    with acting_as(cast.colleague):
        assert not Profile.objects.exists()


def test_nobody_reads_the_keys(cast):
    register_person(cast.officer, draft=JOKO)
    for actor in (cast.officer, system("test")):
        with acting_as(actor):
            assert not Key.objects.exists()


def test_the_index_holds_no_plain_word(cast):
    register_person(cast.officer, draft=JOKO)
    with acting_as(cast.officer), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM matching_profile t")
        (row,) = cursor.fetchone()
    assert row
    for plain in ("Susilo", "susilo", "1234567", "1997-03-08"):
        assert plain not in row
        assert plain.encode().hex() not in row


@pytest.mark.parametrize(
    ("sought", "told"),
    [
        ({"papers": ("B1234567",)}, True),
        ({"name": "Djoko Soesilo Muhammad", "birth_date": "1997-03-08"}, True),
        ({"name": "Djoko Soesilo Muhammad", "phones": ("081234567890",)}, True),
        ({"name": "Djoko Soesilo Muhammad"}, False),
        ({"phones": ("081234567890",)}, False),
        ({"papers": ("B1234568",)}, False),
        ({"name": "Djoko Soesilo", "birth_date": "1997-03-08"}, False),
        ({"name": "Djoko Soesilo Muhammad", "birth_date": "1997"}, False),
    ],
)
def test_a_stranger_learns_whom_to_ask_by_a_paper_or_two_equal_identifiers(cast, sought, told):
    register_person(cast.officer, draft=JOKO)
    answer = found(cast.colleague, **sought)
    assert answer.matches == ()
    assert [one.agency for one in answer.elsewhere] == ([cast.embassy.name] if told else [])


def test_name_of_one_and_phone_of_another_tell_a_stranger_nothing(cast):
    register_person(cast.officer, draft=replace(JOKO, papers=(), contacts=()))
    register_person(cast.officer, draft=PersonDraft(name="Rina Wati", contacts=JOKO.contacts))
    assert found(cast.colleague, name="Joko Susilo Muhammad", phones=("081234567890",)).elsewhere == ()


def test_people_whom_one_may_not_see_change_nothing_in_the_answer(cast):
    """Two worlds that differ only in them: equal answers, equal numbers of queries, whatever is asked."""
    register_person(cast.officer, draft=JOKO)
    asked = [
        {"name": "Djoko Soesilo", "birth_date": "about 1998"},
        {"name": "Joko"},
        {"papers": ("B1234576",)},
        {"name": "Susilo", "phones": ("081234567891",)},
    ]

    def answers():
        said = []
        for sought in asked:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                said.append((repr(found(cast.officer, **sought)), len(queries)))
        return said

    before = answers()
    others = [
        PersonDraft(name="Joko Susilo", birth_date="1997", contacts=(ContactDraft("phone", f"08123456{n:04}"),))
        for n in range(COMMON + 30)
    ]
    register_people(cast.colleague, drafts=others)
    assert answers() == before


def test_a_million_equal_names_would_be_cut_off_and_said(cast):
    register_people(cast.officer, drafts=[PersonDraft(name="Slamet") for _ in range(COMMON + 1)])
    crowded = found(cast.officer, name="Slamet")
    assert crowded.crowded
    assert crowded.matches == ()


def test_among_many_equal_names_the_birth_date_finds_her(cast):
    register_people(cast.officer, drafts=[PersonDraft(name="Slamet") for _ in range(COMMON + 1)])
    person = register_person(cast.officer, draft=PersonDraft(name="Slamet", birth_date="1990-05-06"))
    assert found(cast.officer, name="Slamet", birth_date="1990-05-06").matches[0].person.id == person.pk


@pytest.mark.parametrize("name", ["", "   ", "🙂🙂", "\u202e\u200f", "12345", "..."])
def test_nothing_to_go_by_is_said(cast, name):
    with pytest.raises(TooFewIdentifiers):
        found(cast.officer, name=name)


@pytest.mark.parametrize(
    "name", ["x" * 300, "A. B.", "\u202eJoko Susilo", "Joko 🙂 Susilo", "Joko123 Susilo", "ខ" * 300]
)
def test_odd_names_get_an_answer(cast, name):
    register_person(cast.officer, draft=JOKO)
    matches = found(cast.officer, name=name).matches
    assert bool(matches) == ("Joko" in name)


def test_searching_leaves_counts_in_the_audit_and_no_name(cast):
    register_person(cast.officer, draft=JOKO)
    found(cast.officer, name="Djoko Soesilo")
    entry = Entry.objects.filter(event="person.searched").order_by("-id")[0]
    assert '"found":1' in entry.text.replace(" ", "")
    assert "oko" not in entry.text


def test_a_list_is_told_who_is_likely_known_under_another_spelling(cast):
    person = register_person(cast.officer, draft=JOKO)
    rows = [
        PersonDraft(name="Moh. Djoko Soesilo", birth_date="1997-03-08"),
        PersonDraft(name="Rina Wati", birth_date="1999-01-05"),
    ]
    known, new = known_already(cast.officer, drafts=rows)
    assert known is not None
    assert (known.certain, known.person_id) == (False, person.pk)
    assert new is None


def test_rebuilding_writes_what_is_missing_or_stale_and_nothing_else(cast):
    person = register_person(cast.officer, draft=JOKO)
    other = register_person(cast.officer, draft=PersonDraft(name="Rina Wati"))
    job = system("matching")
    with acting_as(job):
        Profile.objects.filter(person=person).delete()
        Profile.objects.filter(person=other).update(version="0")
    assert not found(cast.officer, name="Djoko Soesilo").matches
    assert rebuild(job) == 2
    assert rebuild(job) == 0
    assert found(cast.officer, name="Djoko Soesilo").matches[0].person.id == person.pk


def test_only_the_node_itself_rebuilds(cast):
    with pytest.raises(NotAllowed):
        rebuild_some(cast.officer)


def test_keeping_twice_changes_nothing(cast):
    person = register_person(cast.officer, draft=JOKO)
    with acting_as(cast.officer):
        keep([person.pk])
    assert len(found(cast.officer, name="Djoko Soesilo").matches) == 1


def test_a_profile_of_before_is_still_compared_as_what_was_told(cast):
    person = register_person(cast.officer, draft=JOKO)
    score = found(cast.officer, name="Djoko Soesilo", papers=("B1234567",)).matches[0].score
    told = [
        ["JOKO SUSILO MUHAMMAD", "សុខ ជា"],
        "1997-03-08",
        "Medan",
        "male",
        "IDN",
        ["B1234567"],
        ["+6281234567890"],
    ]
    with acting_as(cast.officer):
        profile = Profile.objects.select_related("person").get(person=person.pk)
        profile.evidence = told
        profile.save(update_fields=["evidence"])
    (match,) = found(cast.officer, name="Djoko Soesilo", papers=("B1234567",)).matches
    assert (match.person.id, match.score) == (person.pk, score)
