import unicodedata
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import Invalid
from pulang.lib.text import Script, ascii_digits, clean_text, script_of


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Siti \t  Aminah\n", "Siti Aminah"),
        ("Siti\u202e Aminah\u200f", "Siti Aminah"),
        ("Siti\x00\x07", "Siti"),
        ("Ame\u0301lie", "Am\u00e9lie"),
        ("សុខ\u200bជា", "សុខ\u200bជា"),
        ("😀", "😀"),
        ("\ufeffBudi", "Budi"),
    ],
)
def test_cleans(raw: str, cleaned: str) -> None:
    assert clean_text(raw, field="name", max_length=40) == cleaned


def test_keeps_lines_only_where_asked() -> None:
    assert clean_text("a  b\r\n\r\nc", field="story", max_length=40, multiline=True) == "a b\n\nc"


@pytest.mark.parametrize(("raw", "code"), [("x" * 41, "text_too_long"), ("\ud800", "text_not_unicode")])
def test_refuses(raw: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        clean_text(raw, field="name", max_length=40)


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean_text(raw, field="x", max_length=400)
    assert clean_text(once, field="x", max_length=400) == once
    assert not any(unicodedata.category(character) == "Cc" for character in once)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Joko", Script.LATIN),
        ("សុខ ជា", Script.KHMER),
        ("Sok សុខ", Script.MIXED),
        ("Иван", Script.OTHER),
        ("12-3", Script.NONE),
    ],
)
def test_names_the_script(text: str, script: Script) -> None:
    assert script_of(text) is script


def test_figures_of_any_script() -> None:
    assert ascii_digits("០៩ ٣ ８ x²") == "09 3 8 x²"


@pytest.mark.parametrize(
    "broken",
    [
        (ActorKind.OFFICER, None),
        (ActorKind.OFFICER, uuid4()),
        (ActorKind.PEER, uuid4()),
        (ActorKind.SYSTEM, uuid4()),
    ],
)
def test_an_actor_is_one_of_three_and_complete(broken: tuple[ActorKind, UUID | None]) -> None:
    with pytest.raises(ValueError, match="incomplete"):
        Actor(*broken)
