"""Putting two drafts together and taking them apart again."""

from dataclasses import replace

import pytest

from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft
from pulang.persons.rules import conflicts_of, join, part

SITI = PersonDraft(
    name="Siti Aminah",
    birth_date="1995",
    sex="female",
    languages=("id",),
    papers=(PaperDraft("passport", "B1234567", "IDN"),),
    contacts=(ContactDraft("phone", "+6289990001000", "own"),),
)
SITTI = PersonDraft(
    name="Sitti Aminah binti Hasan",
    other_names=(NameDraft("khmer", "ស៊ីទី"),),
    birth_date="1995-08-17",
    nationality="IDN",
    languages=("id", "jv"),
    papers=(PaperDraft("nik", "3171015708950002", "IDN"),),
    contacts=(ContactDraft("phone", "+6289990001000", "own"), ContactDraft("phone", "+6289990002000", "mother")),
)


def test_nothing_of_either_is_lost():
    both = join(SITI, SITTI)
    assert both.name == "Siti Aminah"
    assert NameDraft("alias", "Sitti Aminah binti Hasan") in both.other_names
    assert NameDraft("khmer", "ស៊ីទី") in both.other_names
    assert {paper.number for paper in both.papers} == {"B1234567", "3171015708950002"}
    assert [contact.value for contact in both.contacts] == ["+6289990001000", "+6289990002000"]
    assert both.languages == ("id", "jv")
    assert (both.birth_date, both.sex, both.nationality) == ("1995", "female", "IDN")


def test_the_officer_says_which_value_holds():
    both = join(SITI, SITTI, take=["name", "birth_date", "sex"])
    assert (both.name, both.birth_date) == ("Sitti Aminah binti Hasan", "1995-08-17")
    assert NameDraft("alias", "Siti Aminah") in both.other_names
    assert both.sex == "female", "what is not known takes the place of nothing"


def test_a_name_that_both_bear_stands_once():
    assert join(SITI, replace(SITI, papers=())).other_names == ()


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        (("nik", "3171015708950002"), ("nik", "3171015708950003"), ("nik_differs",)),
        (("nik", "3171015708950002"), ("nik", "3171-0157-0895-0002"), ()),
        (("khmer_id", "010123456"), ("khmer_id", "010123457"), ("khmer_id_differs",)),
        (("passport", "B1234567"), ("passport", "C7654321"), ()),  # a passport is replaced
        (("nik", "3171015708950002"), ("passport", "C7654321"), ()),
    ],
)
def test_two_numbers_for_life_speak_against_one_person(left, right, found):
    one, other = (PersonDraft(name="Siti", papers=(PaperDraft(*paper),)) for paper in (left, right))
    assert conflicts_of(one, other) == found
    assert conflicts_of(other, one) == found


@pytest.mark.parametrize("take", [(), ("name", "birth_date")])
@pytest.mark.parametrize("later_to_gone", [True, False])
def test_what_was_joined_comes_apart_as_it_was(take, later_to_gone):
    put = join(SITI, SITTI, take)
    assert part(put, kept=SITI, gone=SITTI, put=put, later_to_gone=later_to_gone) == (SITI, SITTI)


NEWER = ContactDraft("phone", "+6289990003000", "brother")


def changed(put):
    """After joining: a phone and a birth place were learned, a passport turned out wrong, a paper was found."""
    return replace(
        put,
        birth_place="Medan",
        contacts=(*put.contacts, NEWER),
        papers=tuple(replace(one, state="held") for one in put.papers if one.kind != "passport"),
    )


def test_what_was_learned_since_stays_with_the_one_who_carries_on():
    put = join(SITI, SITTI)
    first, second = part(changed(put), kept=SITI, gone=SITTI, put=put, later_to_gone=False)
    assert second == SITTI
    assert first.birth_place == "Medan"
    assert NEWER in first.contacts
    assert first.papers == (), "the wrong passport does not come back"


def test_what_was_learned_since_goes_along_where_the_officer_says_so():
    put = join(SITI, SITTI)
    first, second = part(changed(put), kept=SITI, gone=SITTI, put=put, later_to_gone=True)
    assert (first.birth_place, second.birth_place) == ("", "Medan")
    assert NEWER in second.contacts
    assert NEWER not in first.contacts
    assert second.papers == SITTI.papers
