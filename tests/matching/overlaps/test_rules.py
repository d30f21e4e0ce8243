"""The comparison by itself: what it finds, and that its bytes tell nothing of rows that do not match."""

from datetime import date

import pytest

from pulang.crypto.blinding import POINT, SHORT, Blinder, point_of, short
from pulang.matching.overlaps.rules import (
    SLOTS,
    blinded_set,
    doubled,
    found_rows,
    padded,
    parts_of,
    slots_in,
    words_of,
)
from pulang.matching.rules import Evidence, prepare
from tests.crypto.test_blinding import on_curve

TODAY = date(2026, 11, 24)
SET = b"comparison"


def words(name="", born="", *papers, wide=False, place="", phones=()):
    told = Evidence((name,) if name else (), born, place, papers=papers, phones=phones)
    return words_of(prepare(told, today=TODAY), wide=wide)


MISSING = [
    words("Moh. Djoko Soesilo", "~1998", wide=True),
    words("Rina Wati", "1999-01-05", "B7654321", wide=True),
    words("Slamet", "", wide=True),
    words("Siti Aminah", "2001-02-03", wide=True),
]
RAID = [
    words("JOKO SUSILO MUHAMMAD", "1997-03-08"),
    words("WATTI RINA", "", "B7654312"),
    words("SLAMET", "1990-01-01"),
    words("Dewi Lestari", "2001-02-03"),
]


def compare(ours, theirs):
    """Both sides in turn: rows of ours that may match, and everything that travelled."""
    a, b = Blinder.new(), Blinder.new()
    asked, owners = blinded_set(ours, a, SET)
    own, _ = blinded_set(theirs, b, SET)
    twice = doubled(asked, b)
    return found_rows(twice, own, owners, a), asked, own, twice


def points(data, size=POINT):
    return [data[start : start + size] for start in range(0, len(data), size)]


def test_rows_that_may_match_are_found_with_what_agreed():
    found, *_ = compare(MISSING, RAID)
    assert found.keys() == {0, 1}
    assert "y" in found[0]
    assert found[1] == "n"


def test_a_common_name_alone_and_a_birth_date_alone_are_no_match():
    found, *_ = compare([MISSING[2], MISSING[3]], [RAID[2], RAID[3]])
    assert found == {}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (words("A", "", "C1234567", wide=True), words("B", "", "C1234568")),
        (words("A", "", phones=("+62 812 3456 7890",), wide=True), words("B", phones=("0812 3456 7980",))),
        (words("Sri Wahyuni", "1990-07-03", wide=True), words("WAHYUNI SRI", "1991-01-01")),
        (words("Sri Wahyuni", "1990-07-03", wide=True), words("WAHYUNI, S.", "1990-03-07")),
        (words("Sri Wahyuni", "", place="Blitar", wide=True), words("Sri Wahyoeni", "", place="BLITAR")),
        (words("Agus Budi Santoso", "", wide=True), words("SANTOSO AGUS BUDI", "")),
    ],
)
def test_errors_of_real_lists_are_borne(ours, theirs):
    assert compare([ours], [theirs])[0].keys() == {0}


def test_every_list_of_one_step_has_one_size_whatever_its_rows_say():
    sizes = {len(blinded_set(rows, Blinder.new(), SET)[0]) for rows in ([], MISSING, [MISSING[1]] * 64)}
    assert sizes == {slots_in(64) * POINT}
    assert [padded(rows) for rows in (0, 1, 64, 65, 500, 1440)] == [64, 64, 64, 128, 512, 1472]


def test_the_bytes_cannot_be_told_from_points_of_no_word():
    """What is at hand without the secrets: length, place on the curve, repetition. All are as for an empty list."""
    for rows in (MISSING, RAID, [], [MISSING[0]] * 5):
        _, asked, own, twice = compare(rows, rows)
        for data in (asked, own):
            assert all(map(on_curve, points(data)))
            assert len(set(points(data))) == len(points(data))
        assert len(set(points(twice, SHORT))) == len(points(twice, SHORT))


def test_two_rows_with_one_word_do_not_show_it():
    rows = [words("Rina Wati", "", "B7654321"), words("Dewi Ayu", "", "B7654321")]
    asked, owners = blinded_set(rows, Blinder.new(), SET)
    assert len(set(points(asked))) == slots_in(64)
    assert [(0, "n"), (1, "n")] in owners


def test_who_receives_a_list_cannot_test_a_guess_against_it():
    """With every word of the list in hand, and secrets of his own, nothing of what came is met."""
    _, asked, own, twice = compare(MISSING, RAID)
    mallory = Blinder.new()
    guesses = [point_of(SET, word) for row in (*MISSING, *RAID) for word in row]
    tried = {*guesses, *(mallory.blind(guess) for guess in guesses)}
    assert tried.isdisjoint((*points(asked), *points(own)))
    assert {short(one) for one in tried}.isdisjoint(points(twice, SHORT))
    assert {short(mallory.blind(one)) for one in points(asked)}.isdisjoint(points(twice, SHORT))


def test_one_list_is_another_each_time():
    first, second = (blinded_set(MISSING, Blinder.new(), SET)[0] for _ in range(2))
    assert set(points(first)).isdisjoint(points(second))


def test_the_order_tells_nothing_of_the_rows():
    a = Blinder.new()
    orders = {tuple(tuple(owner) for owner in blinded_set(MISSING, a, SET)[1]) for _ in range(5)}
    assert len(orders) == 5


def test_a_row_with_much_to_say_is_cut_at_its_size():
    full = words("Agus Budi Santoso Wibowo", "1990-07-03", "3271046504930002", "C1234567", wide=True)
    assert len(full) == SLOTS
    assert full[0].startswith("n:")


def test_parts_fit_a_message_and_give_the_set_again():
    asked, _ = blinded_set([MISSING[0]] * 300, Blinder.new(), SET)
    assert b"".join(parts_of(asked)) == asked
    assert max(map(len, parts_of(asked))) <= 262_144
