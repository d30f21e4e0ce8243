"""Claims, score and warnings of two descriptions: pairs in both scripts, and what always holds."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.matching.rules import (
    Evidence,
    alike,
    compare,
    compare_people,
    keys_of,
    prepare,
    weights,
    weights_for,
)
from pulang.matching.rules.weights import WeightsBroken, read_weights

TODAY = date(2026, 11, 24)
NIK = "3204110803970001"


def compared(left: Evidence, right: Evidence):
    return compare(prepare(left, today=TODAY), prepare(right, today=TODAY))


def codes(left: Evidence, right: Evidence) -> set[str]:
    return {claim.code for claim in compared(left, right).claims}


def named(*names: str) -> Evidence:
    return Evidence(names=names)


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("Joko", "Joko", "word_equal"),
        ("Djoko", "Joko", "word_spelling"),
        ("Soesilo", "SUSILO", "word_spelling"),
        ("Tjokrosoedarmo", "Cokrosudarmo", "word_spelling"),
        ("Moh.", "Muhammad", "word_spelling"),
        ("Rizal", "Rijal", "word_spelling"),
        ("Fitri", "Vitry", "word_spelling"),
        ("សុខ", "Sok", "word_spelling"),
        ("Bopha", "Popha", "word_sound"),
        ("Wulandari", "Wulandri", "word_typo"),
        ("Lestari", "Lestrai", "word_typo"),
        ("Susilowati", "Susilawoti", "word_far"),
        ("Sus", "Susilo", "word_short"),
        ("Mawarsari", "Mawar Sari", "word_joined"),
        ("A. Lestari", "Ani Lestari", "word_initial"),
        ("Siti Aminah", "Siti Rohani", "words_differ"),
        ("Joko", "Rina", "name_differs"),
        ("Siti Aminah", "Siti Aminah Hasan", "words_left_over"),
        ("សុខ ជា", "Heng Vuthy", "name_differs"),
    ],
)
def test_two_names_say(left, right, code):
    assert code in codes(named(left), named(right))


def test_a_father_left_out_says_nothing_against():
    assert all(claim.agrees for claim in compared(named("Siti Aminah"), named("Siti Aminah binti Hasan")).claims)


def test_a_rare_word_says_more_than_a_common_one():
    rare = compared(named("Tjokrosoedarmo"), named("Cokrosudarmo")).score
    assert rare > 1.5 * compared(named("Slamet"), named("Slamet")).score


def test_any_of_several_names_may_fit():
    assert "name_differs" not in codes(named("Rina", "Djoko Soesilo"), named("Joko Susilo"))


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("1997-03-08", "1997-03-08", "equal"),
        ("1997-03-08", "1997-08-03", "swapped"),
        ("1997-03-08", "1997-03-18", "one_digit"),
        ("1997-03-08", "1996-03-08", "near_year_same_day"),
        ("1997-03-08", "1987-03-08", "one_digit"),
        ("1997-03-08", "1981-03-08", "month_day"),
        ("1997-03-08", "1997-03-27", "year_month"),
        ("1997-03", "1997-03-08", "year_month"),
        ("1997-01-01", "1997-03-08", "year"),
        ("1997-01-01", "1997-01-01", "placeholder"),
        ("1997", "1997-03-08", "year"),
        ("~1998", "1997-03-08", "near_year"),
        ("1998", "1997-03-08", "near_year"),
        ("1995", "1997", "near"),
        ("1985-03-09", "1997-11-28", "differs"),
    ],
)
def test_two_birth_dates_say(left, right, level):
    assert codes(Evidence(birth_date=left), Evidence(birth_date=right)) == {f"birth_date_{level}"}
    assert codes(Evidence(birth_date=right), Evidence(birth_date=left)) == {f"birth_date_{level}"}


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("B 123-4567", "b1234567", "paper_equal"),
        ("B1234567", "B1234576", "paper_one_digit"),
        ("B1234567", "B124567", "paper_one_digit"),
        ("B1234567", "C7654321", "paper_differs"),
        (NIK, NIK[:15] + "2", "nik_one_digit"),
        (NIK, NIK[:14] + "12", "nik_two_digits"),
        (NIK, "3171014507950003", "nik_differs"),
    ],
)
def test_two_papers_say(left, right, code):
    assert code in codes(Evidence(papers=(left,)), Evidence(papers=(right,)))


def test_a_phone_is_the_same_with_and_without_its_country():
    assert codes(Evidence(phones=("+6281234567890",)), Evidence(phones=("081234567890",))) == {"phone_equal"}


def test_what_a_nik_holds_is_not_counted_twice():
    alone = compared(Evidence(papers=(NIK,)), Evidence(papers=(NIK,)))
    told = Evidence(papers=(NIK,), birth_date="1997-03-08", sex="male")
    assert compared(told, told).score == alone.score


def test_the_date_inside_a_nik_meets_a_date_that_was_told():
    assert "birth_date_equal" in codes(Evidence(papers=(NIK,)), Evidence(birth_date="1997-03-08"))


def test_two_different_niks_are_a_warning_that_no_score_hides():
    person = Evidence(names=("Cokrosudarmo",), birth_date="1997-03-08", phones=("+6281234567890",), papers=(NIK,))
    found = compared(person, replace(person, papers=("3171014507950003",)))
    assert found.band == "likely"
    assert "nik_conflict" in found.warnings


def test_the_mother_in_medan_meets_the_raid_list():
    mother = Evidence(names=("Moh. Djoko Soesilo",), birth_date="~1998")
    raid = Evidence(names=("JOKO SUSILO MUHAMMAD",), birth_date="1997-03-08")
    assert set(keys_of(prepare(mother, today=TODAY))) & set(keys_of(prepare(raid, today=TODAY)))
    assert all(claim.agrees for claim in compared(mother, raid).claims)


@pytest.mark.parametrize("text", ["", "   ", "12345", "🙂🙂", "\u202e\u200f", ".", "?" * 300])
def test_a_name_without_letters_says_nothing(text):
    record = prepare(named(text), today=TODAY)
    assert keys_of(record) == ()
    assert compare(record, record).claims == ()


@pytest.mark.parametrize("text", ["A. B.", "x" * 300, "Siti " * 60, "\u202eJoko 🙂", "J0k0 5usilo", "ខ" * 300])
def test_odd_names_are_compared_like_others(text):
    record = prepare(named(text), today=TODAY)
    assert compare(record, record).score >= 0
    assert len(keys_of(record)) <= 250


def test_broken_weights_say_where():
    with pytest.raises(WeightsBroken) as caught:
        read_weights("version: 0")
    assert caught.value.details["problem"]


def test_the_rule_that_keeps_the_order_of_evidence():
    """A NIK that is nearly equal must weigh more than all that it makes us not count."""
    model = weights()
    assert min(model.nik["equal"], model.nik["two_digits"]) >= model.birth_date["equal"] + model.sex["equal"]
    assert model.likely > model.possible


WORDS = [
    "Siti",
    "Djoko",
    "Joko",
    "Soesilo",
    "Aminah",
    "Nur",
    "Hayati",
    "Nurhayati",
    "Moh.",
    "សុខ",
    "Sok",
    "A.",
    "bin",
]
names = st.lists(st.sampled_from(WORDS) | st.text("abcdehijklmnorstuwy", min_size=5, max_size=9), max_size=4)
evidences = st.builds(
    Evidence,
    names=st.lists(names.map(" ".join), max_size=2).map(tuple),
    birth_date=st.sampled_from(["", "1997", "~1998", "1997-03-08", "1997-08-03", "1997-01-01", "1996-03"]),
    birth_place=st.sampled_from(["", "Medan", "Medang", "Siem Reap"]),
    sex=st.sampled_from(["", "female", "male"]),
    nationality=st.sampled_from(["", "IDN", "KHM"]),
    papers=st.lists(st.sampled_from([NIK, NIK[:15] + "2", "B1234567", "B1234576"]), max_size=2).map(tuple),
    phones=st.lists(st.sampled_from(["+6281234567890", "081234567891"]), max_size=2).map(tuple),
)


@given(evidences, evidences)
def test_the_score_is_symmetric_and_the_sum_of_its_claims(left, right):
    there, back = compared(left, right), compared(right, left)
    assert there.score == pytest.approx(back.score)
    assert there.score == pytest.approx(sum(claim.weight for claim in there.claims))
    assert sorted(there.warnings) == sorted(back.warnings)


@given(evidences, evidences, st.randoms())
def test_the_order_of_names_papers_and_phones_does_not_matter(left, right, dice):
    def shuffled(values):
        return tuple(dice.sample(values, len(values)))

    other = replace(left, names=shuffled(left.names), papers=shuffled(left.papers), phones=shuffled(left.phones))
    assert compared(other, right).score == pytest.approx(compared(left, right).score)


@given(evidences, evidences)
def test_more_that_agrees_never_lowers_the_score(left, right):
    before = compared(left, right).score - 1e-9
    for field, value in (
        ("names", "Cokrosudarmo Wiryawan"),
        ("papers", "X9988776"),
        ("papers", "3301020304880007"),
        ("phones", "+6285512345678"),
    ):
        more = [replace(one, **{field: (*getattr(one, field), value)}) for one in (left, right)]
        assert compared(*more).score >= before, field


@given(names, names, st.sampled_from(["Wiryawan", "Siti"]))
def test_a_word_more_in_both_names_never_lowers_the_score(left, right, word):
    before = compared(named(" ".join(left)), named(" ".join(right))).score
    after = compared(named(" ".join([*left, word])), named(" ".join([*right, word]))).score
    assert after >= before - 1e-9


@given(st.text("abcdehijklmnorstuwy", min_size=4, max_size=12), st.data())
def test_a_typo_never_loses_a_person_with_an_equal_paper(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    typo = word[:place] + data.draw(st.sampled_from("aeiouxz")) + word[place + 1 :]
    person = Evidence(names=(word,), papers=("B1234567",))
    other = replace(person, names=(typo,))
    assert set(keys_of(prepare(person, today=TODAY))) & set(keys_of(prepare(other, today=TODAY)))
    assert compared(person, other).band != "weak"


def test_the_bands_ask_one_bit_more_in_a_register_twice_as_large():
    model = weights()
    tuned, twice = weights_for(2**18), weights_for(2**19)
    assert (twice.likely - tuned.likely, twice.possible - tuned.possible) == (1, 1)
    assert weights_for(model.people).possible == pytest.approx(model.possible, abs=0.5)
    assert weights_for(-1) == weights_for(0) == weights_for(model.fewest)


def test_the_mother_and_the_raid_list_are_possibly_the_same_in_a_small_register():
    told = Evidence(names=("Moh. Djoko Soesilo",), birth_date="~1998")
    listed = Evidence(names=("JOKO SUSILO MUHAMMAD",), birth_date="1997-03-08")
    said = compare(prepare(told, today=TODAY), prepare(listed, today=TODAY), weights_for(40_000))
    assert said.band == "possible"
    assert "word_spelling" in {claim.code for claim in said.claims}


def test_two_spellings_of_a_name_are_alike_whatever_it_weighs_and_two_names_are_not():
    for one, other in (("Siti", "Sitti"), ("Tjokrosoedarmo", "Cokrosudarmo"), ("Sok Chea", "ជា សុខ")):
        assert alike(one, other) == alike(other, one) > 0.8
    for one, other in (("Budi", "Rina"), ("Siti Aminah", "Siti Rohani"), ("", "Siti"), ("🙂", "🙂")):
        assert alike(one, other) == alike(other, one) < 0.5


def test_two_people_are_compared_by_one_call_as_the_desk_compares_them():
    told = Evidence(names=("Moh. Djoko Soesilo",), birth_date="~1998")
    listed = Evidence(names=("JOKO SUSILO MUHAMMAD",), birth_date="1997-03-08")
    found = compare_people(told, listed, today=TODAY, among=40_000)
    assert (found.score, found.claims) == (compared(told, listed).score, compared(told, listed).claims)
    assert compare_people(told, listed, today=TODAY).band == "likely"
    assert compare_people(told, listed, today=TODAY, among=2**40).band == "weak"


def test_the_rules_need_no_node_and_no_settings():
    asked = (
        "from pulang.matching.rules import alike; import sys\n"
        "print(alike('Djoko', 'Joko') > 0.8, 'django' in sys.modules)"
    )
    without = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO", "PULANG"))}
    answer = subprocess.run([sys.executable, "-c", asked], env=without, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["True", "False"]
