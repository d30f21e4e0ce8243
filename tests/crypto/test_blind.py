"""Blind digests compare equal values and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.crypto.blind import BlindIndex

KEY = bytes(range(32))
words = st.text(st.characters(codec="utf-8"), min_size=1)


@given(words, words)
def test_equal_values_and_only_they_have_equal_digests(one: str, other: str) -> None:
    index, again = BlindIndex(KEY), BlindIndex(KEY)
    assert (index.digest("name", one) == again.digest("name", other)) == (one == other)
    assert index.digest64("name", one) == again.digest64("name", one)


@given(words)
def test_kinds_purposes_and_keys_are_separate(value: str) -> None:
    index = BlindIndex(KEY)
    digest = index.digest("name", value)
    assert digest != index.digest("document", value)
    assert digest != BlindIndex(bytes(32)).digest("name", value)
    assert int.from_bytes(digest[:8], "big", signed=True) != index.digest64("name", value)


@given(words)
def test_digest64_fits_a_bigint(value: str) -> None:
    assert -(2**63) <= BlindIndex(KEY).digest64("name", value) < 2**63


def test_the_digest_of_a_value_is_fixed() -> None:
    # A change of these values means that every stored index entry must be made again.
    index = BlindIndex(KEY)
    assert (
        index.digest("document", "SYN123").hex()
        == "d5eadfa10a6bd08cee6c0b94e2ea2df4da66b304991e057215090c8b341f619b"
    )
    assert index.digest64("document", "SYN123") == 9011004834165097441


def test_an_empty_value_has_no_digest() -> None:
    with pytest.raises(ValueError, match="empty"):
        BlindIndex(KEY).digest("name", "")


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        BlindIndex(b"short")
