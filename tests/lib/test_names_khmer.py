"""Common Khmer name words in both scripts."""

import pytest

from pulang.lib.names import Role, fold
from pulang.lib.text import Script

SCRIPTS = [
    ("សុខ", "Sok"),
    ("ជា", "Chea"),
    ("ហេង", "Heng"),
    ("ស៊ិន", "Sin"),
    ("លី", "Ly"),
    ("គឹម", "Kim"),
    ("ចាន់", "Chan"),
    ("ចន្ទ", "Chan"),
    ("ផល្លា", "Phalla"),
    ("វុទ្ធី", "Vuthy"),
    ("សំ", "Sam"),
    ("ណារី", "Nary"),
    ("សុភា", "Sophea"),
    ("សុភាព", "Sopheap"),
    ("ស្រី", "Srey"),
    ("មុំ", "Mom"),
    ("ធីតា", "Thida"),
    ("បុប្ផា", "Bopha"),
    ("រតនា", "Ratana"),
    ("រដ្ឋា", "Ratha"),
    ("ពិសិដ្ឋ", "Piseth"),
    ("វិចិត្រ", "Vichet"),
    ("ដារ៉ា", "Dara"),
    ("សុវណ្ណ", "Sovann"),
    ("សំណាង", "Samnang"),
    ("កញ្ញា", "Kanha"),
    ("ធារី", "Theary"),
    ("ប៊ុនធឿន", "Bunthoeun"),
    ("សុផល", "Sophal"),
    ("ឡុង", "Long"),
    ("នួន", "Nuon"),
    ("ឈាយ", "Chhay"),
    ("លាង", "Leang"),
    ("អ៊ុំ", "Um"),
    ("ញឹម", "Nhim"),
    ("ទេព", "Tep"),
    ("នៅ", "Nov"),
    ("កែវ", "Keo"),
    ("វណ្ណា", "Vanna"),
    ("វណ្ណៈ", "Vannak"),
    ("មករា", "Makara"),
    ("ច័ន្ទ", "Chan"),
    ("វង្ស", "Vong"),
    ("ជ័យ", "Chey"),
    ("កុសល", "Kosal"),
    ("វីរៈ", "Virak"),
]

ROMANISATIONS = [
    ("Sok", "Sokh"),
    ("Chhay", "Chay"),
    ("Srey", "Srei"),
    ("Vuthy", "Vuthi"),
    ("Phalla", "Phala"),
    ("Seang", "Siang"),
    ("Sopheap", "Sophiap"),
    ("Bopha", "Bupha"),
    ("Thida", "Tida"),
    ("Chea", "Chia"),
    ("Nhim", "Nyim"),
    ("Pov", "Pou"),
]


@pytest.mark.parametrize(("khmer", "latin"), SCRIPTS)
def test_both_scripts_sound_alike(khmer: str, latin: str) -> None:
    (native,), (roman,) = fold(khmer).tokens, fold(latin).tokens
    assert fold(khmer).script is Script.KHMER
    assert roman.sound in native.sounds


@pytest.mark.parametrize(("left", "right"), ROMANISATIONS)
def test_romanisations_sound_alike(left: str, right: str) -> None:
    assert set(fold(left).tokens[0].sounds) & set(fold(right).tokens[0].sounds)


@pytest.mark.parametrize(("khmer", "latin"), [("សុខ", "Seng"), ("ជា", "Chan"), ("ផល្លា", "Phally"), ("នួន", "Nary")])
def test_other_names_sound_otherwise(khmer: str, latin: str) -> None:
    assert not set(fold(khmer).tokens[0].sounds) & set(fold(latin).tokens[0].sounds)


def test_family_name_first_or_last_is_one_name() -> None:
    assert fold("សុខ ផល្លា").key == fold("ផល្លា សុខ").key
    assert fold("Sok Phalla").key == fold("Phalla Sok").key == fold("សុខ ផល្លា").key
    assert [token.role for token in fold("សុខ ផល្លា").tokens] == [Role.FAMILY, Role.NAME]


def test_titles_and_called_are_taken_out() -> None:
    folded = fold("លោក សុខ ផល្លា ហៅ ហេង")
    assert folded.key == fold("Sok Phalla").key
    assert [alias.key for alias in folded.aliases] == ["heng"]
    assert fold("សុខ\u200bជា").key == fold("សុខ ជា").key


def test_words_written_together_meet_the_split_ones() -> None:
    assert fold("សុខជា").tokens[0].sound in [token.sound for token in fold("Sok Chea").joined]
