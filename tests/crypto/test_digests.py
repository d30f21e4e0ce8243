"""Every change of a chained log shows."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.crypto.digests import GENESIS, chain, commit


@given(st.lists(st.binary(max_size=20), min_size=2, max_size=8), st.data())
def test_an_altered_dropped_or_swapped_entry_gives_another_head(entries: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    head = reduce(chain, entries, GENESIS)
    for other in (
        [*entries[:at], entries[at] + b"x", *entries[at + 1 :]],
        [*entries[:at], *entries[at + 1 :]],
        [*entries, b""],
    ):
        assert reduce(chain, other, GENESIS) != head
    swapped = [entries[1], entries[0], *entries[2:]]
    assert (reduce(chain, swapped, GENESIS) == head) == (entries[0] == entries[1])


def test_the_border_between_head_and_entry_is_bound() -> None:
    assert chain(b"ab", b"c") != chain(b"a", b"bc")


@given(st.binary(), st.binary())
def test_commitments_bind_value_and_key(one: bytes, other: bytes) -> None:
    key = bytes(32)
    assert (commit(key, one) == commit(key, other)) == (one == other)
    assert commit(key, one) != commit(bytes(range(32)), one)


def test_a_short_commitment_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commit(b"short", b"x")
