"""Every change of a chained log shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.crypto.digests import GENESIS, Row, chain, commit, verify_chain
from pulang.crypto.errors import ChainBroken


def chained(entries: list[bytes]) -> list[Row]:
    rows: list[Row] = []
    prev = GENESIS
    for entry in entries:
        prev = chain(prev, entry)
        rows.append((entry, prev))
    return rows


@given(st.lists(st.binary(max_size=20)))
def test_a_whole_chain_holds(entries: list[bytes]) -> None:
    rows = chained(entries)
    assert verify_chain(rows) == (rows[-1][1] if rows else GENESIS)


@given(st.lists(st.binary(max_size=20), min_size=2, max_size=8), st.data())
def test_an_altered_dropped_swapped_or_cut_row_shows(entries: list[bytes], data: st.DataObject) -> None:
    rows = chained(entries)
    at = data.draw(st.integers(0, len(rows) - 1))
    entry, head = rows[at]
    altered = [*rows[:at], (entry + b"x", head), *rows[at + 1 :]]
    with pytest.raises(ChainBroken, match=f"position={at}"):
        verify_chain(altered)
    with pytest.raises(ChainBroken):
        verify_chain([*rows[:at], *rows[at + 1 :]], head=rows[-1][1])
    with pytest.raises(ChainBroken):
        verify_chain([rows[1], rows[0], *rows[2:]])
    with pytest.raises(ChainBroken, match="chain_end_differs"):
        verify_chain(rows[:at], length=len(rows))


def test_the_border_between_head_and_entry_is_bound() -> None:
    assert chain(b"ab", b"c") != chain(b"a", b"bc")


def test_a_chain_can_go_on_from_a_checkpoint() -> None:
    rows = chained([b"1", b"2", b"3"])
    assert verify_chain(rows[1:], start=rows[0][1], head=rows[2][1], length=2) == rows[2][1]


@given(st.binary(), st.binary())
def test_commitments_bind_value_and_key(one: bytes, other: bytes) -> None:
    key = bytes(32)
    assert (commit(key, one) == commit(key, other)) == (one == other)
    assert commit(key, one) != commit(bytes(range(32)), one)


def test_a_short_commitment_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commit(b"short", b"x")
