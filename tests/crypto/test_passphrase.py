"""Both sides see the same words, and only for the same two keys."""

from __future__ import annotations

import math
import re

import pytest

from pulang.crypto.passphrase import WORDS, same_phrase, spoken_phrase

ONE, OTHER = bytes(range(32)), bytes(range(1, 33))


def test_both_sides_read_the_same_eight_words() -> None:
    phrase = spoken_phrase(ONE, OTHER)
    assert phrase == spoken_phrase(OTHER, ONE) == "muku kija busi sika wone maja lama jowu"
    assert re.fullmatch(r"([bhjklmnstw][aeiou]){2}( ([bhjklmnstw][aeiou]){2}){7}", phrase)


def test_the_phrase_has_at_least_64_bits() -> None:
    assert WORDS * 2 * math.log2(10 * 5) >= 64


def test_another_key_gives_another_phrase() -> None:
    assert spoken_phrase(ONE, bytes(32)) != spoken_phrase(ONE, OTHER)


def test_a_node_does_not_pair_with_itself() -> None:
    with pytest.raises(ValueError, match="same"):
        spoken_phrase(ONE, ONE)


@pytest.mark.parametrize("typed", ["baki lomu", "BAKI  LOMU", " baki-lomu ", "baki, lomu"])
def test_a_typed_phrase_may_differ_in_case_and_spacing(typed: str) -> None:
    assert same_phrase("baki lomu", typed)


@pytest.mark.parametrize("typed", ["baki lomo", "baki", "", "lomu baki", "baki lomu baki"])
def test_any_other_phrase_is_not_the_same(typed: str) -> None:
    assert not same_phrase("baki lomu", typed)
