from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.lib.errors import Invalid
from pulang.lib.names import explain, fold, tables, version, whole_name_key
from pulang.lib.names.explain import LANGUAGES, reasons
from pulang.lib.text import Script

WORDS = ["joko", "soesilo", "siti", "aminah", "nurhayati", "wahyuni", "dewi", "abdurrahman", "ផល្លា", "chea"]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)


@given(st.text(max_size=320))
def test_folds_anything(raw: str) -> None:
    folded = fold(raw)
    assert folded.raw == raw
    assert len(folded.tokens) <= 16
    for token in folded.tokens:
        assert token.canonical
        assert token.sound == token.sounds[0]
        assert token.skeleton
        assert token.canonical not in token.variants


@given(names, st.randoms(use_true_random=False))
def test_order_does_not_matter(words: list[str], random: Random) -> None:
    shuffled = sorted(words, key=lambda _: random.random())
    assert whole_name_key(" ".join(words)) == whole_name_key(" ".join(shuffled))


@given(names)
def test_case_and_spaces_do_not_matter(words: list[str]) -> None:
    assert whole_name_key("  ".join(words).upper()) == whole_name_key(" ".join(words).title())


@pytest.mark.parametrize("raw", ["", "   ", "😀", "12345", "\u202e", "-./"])
def test_a_name_without_letters_has_no_key(raw: str) -> None:
    assert (fold(raw).tokens, whole_name_key(raw), fold(raw).script) == ((), "", Script.NONE)


def test_only_initials_are_still_something() -> None:
    assert whole_name_key("A. B.") == "a b"
    assert whole_name_key("M.") == "m"


def test_other_scripts_keep_their_words() -> None:
    assert whole_name_key("Иван Петров") == "иван петров"


def test_a_very_long_name_ends_somewhere() -> None:
    folded = fold("joko " * 100)
    assert len(folded.tokens) == 12
    assert any(item.kind == "excess" for item in folded.removed)


def test_explains_step_by_step() -> None:
    steps = explain("H. Moh. Djoko, S.Pd alias Jack", "en")
    assert [(step.code, step.before, step.after) for step in steps] == [
        ("removed_alias", "alias", ""),
        ("removed_title", "H.", ""),
        ("removed_degree", "S.Pd", ""),
        ("muhammad", "moh", "muhamad"),
        ("old_dj", "djoko", "joko"),
        ("key", "H. Moh. Djoko, S.Pd alias Jack", "joko muhamad"),
        ("alias", "Jack", "jak"),
        ("hard_c", "jack", "jakk"),
        ("double", "jakk", "jak"),
        ("key", "Jack", "jak"),
    ]
    assert all(step.why for step in steps)


def test_every_step_has_its_reason_in_three_languages() -> None:
    rules = tables.spelling()
    codes = {rule.code for rule in rules.canonical + rules.variants}
    kinds = ["title", "degree", "alias", "patronymic", "clan_marker", "gender", "number", "excess"]
    codes |= {f"removed_{kind}" for kind in kinds}
    codes |= {"muhammad", "same_name", "split", "joined", "balinese_short", "khmer", "alias", "key"}
    assert codes == set(reasons())
    assert all(reason[lang] for reason in reasons().values() for lang in LANGUAGES)


def test_explains_in_known_languages_only() -> None:
    with pytest.raises(Invalid, match="language_unknown"):
        explain("Joko", "fr")


def test_tables_have_a_version() -> None:
    assert all(part.isdigit() for part in version().split("."))
