"""Sealed fields open only whole, at their own place and with their own key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.crypto.errors import KeyMissing, SealBroken
from pulang.crypto.keyring import KeyRing
from pulang.crypto.sealing import (
    Place,
    new_data_key,
    open_sealed,
    rewrap,
    seal,
    unwrap,
    wrap,
    wrapping_number,
)

PLACE = Place(table="persons_name", row="0198c0de", field="full_name", version=1)
KEY = bytes(range(32))


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing.create(tmp_path / "keyring.json")


@given(st.binary(max_size=2000), st.text(), st.text(), st.text(), st.integers(0, 2**32 - 1))
def test_what_was_sealed_opens(plaintext: bytes, table: str, row: str, field: str, version: int) -> None:
    place = Place(table, row, field, version)
    assert open_sealed(KEY, seal(KEY, plaintext, place=place), place=place) == plaintext


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, table="persons_alias"),
        replace(PLACE, row="0198c0df"),
        replace(PLACE, field="mother_name"),
        replace(PLACE, version=2),
        replace(PLACE, table="persons_nam", row="e0198c0de"),
        replace(PLACE, row="0198c0d", field="efull_name"),
    ],
)
def test_a_moved_ciphertext_is_refused(elsewhere: Place) -> None:
    sealed = seal(KEY, b"synthetic", place=PLACE)
    with pytest.raises(SealBroken):
        open_sealed(KEY, sealed, place=elsewhere)


def test_every_flipped_byte_and_every_cut_is_refused() -> None:
    sealed = seal(KEY, b"a synthetic statement", place=PLACE)
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(SealBroken):
            open_sealed(KEY, bytes(altered), place=PLACE)
        with pytest.raises(SealBroken):
            open_sealed(KEY, sealed[:position], place=PLACE)


def test_another_key_is_refused() -> None:
    with pytest.raises(SealBroken):
        open_sealed(new_data_key(), seal(KEY, b"x", place=PLACE), place=PLACE)
    with pytest.raises(ValueError, match="32 bytes"):
        seal(KEY[:16], b"x", place=PLACE)


def test_the_same_value_never_looks_the_same() -> None:
    assert seal(KEY, b"x", place=PLACE) != seal(KEY, b"x", place=PLACE)


def test_the_layout_of_a_sealed_value_is_fixed() -> None:
    # A change of this value means that stored data no longer opens: it needs a new format byte.
    sealed = seal(KEY, b"synthetic", place=PLACE, random=bytes)
    assert sealed.hex() == "01" + "00" * 12 + "7dc5dbaadd49f7d46bfdbfec9d9fab18f2d31a17b60ad8c18c"


def test_errors_tell_no_plaintext() -> None:
    with pytest.raises(SealBroken) as refusal:
        open_sealed(KEY, b"\x02 synthetic statement of somebody", place=PLACE)
    assert (refusal.value.code, str(refusal.value)) == ("seal_format_unknown", "seal_format_unknown")


def test_a_wrapped_key_opens_for_its_owner_only(ring: KeyRing) -> None:
    wrapped = wrap(ring, KEY, owner="person:1")
    assert unwrap(ring, wrapped, owner="person:1") == KEY
    with pytest.raises(SealBroken):
        unwrap(ring, wrapped, owner="person:2")


def test_every_flipped_byte_of_a_wrapped_key_is_refused(ring: KeyRing) -> None:
    wrapped = wrap(ring, KEY, owner="person:1")
    for position in range(len(wrapped)):
        altered = bytearray(wrapped)
        altered[position] ^= 1
        with pytest.raises((SealBroken, KeyMissing)):
            unwrap(ring, bytes(altered), owner="person:1")


def test_the_key_number_is_bound_even_when_both_keys_are_equal(tmp_path: Path) -> None:
    ring = KeyRing.create(tmp_path / "equal.json", bytes)
    wrapped = bytearray(wrap(ring, KEY, owner="person:1"))
    ring.add_key(bytes)
    wrapped[4] = 2
    with pytest.raises(SealBroken):
        unwrap(ring, bytes(wrapped), owner="person:1")


def test_rotation_moves_a_wrapped_key_to_the_current_number(ring: KeyRing) -> None:
    old = wrap(ring, KEY, owner="case:1")
    assert rewrap(ring, old, owner="case:1") == old
    ring.add_key()
    new = rewrap(ring, old, owner="case:1")
    assert (wrapping_number(old), wrapping_number(new)) == (1, 2)
    assert unwrap(ring, old, owner="case:1") == unwrap(ring, new, owner="case:1") == KEY


def test_a_key_from_another_ring_is_missing_or_broken(ring: KeyRing, tmp_path: Path) -> None:
    other = KeyRing.create(tmp_path / "other.json")
    with pytest.raises(SealBroken):
        unwrap(other, wrap(ring, KEY, owner="case:1"), owner="case:1")
    ring.add_key()
    with pytest.raises(KeyMissing):
        unwrap(other, wrap(ring, KEY, owner="case:1"), owner="case:1")
