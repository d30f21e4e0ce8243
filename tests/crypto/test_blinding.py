"""Blinded points: either order gives one result, words become points of the curve, nothing else is taken."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pulang.crypto.blinding import Blinder, PointRefused, point_of, random_point, short

PRIME = 2**255 - 19


def on_curve(point):
    """By Euler's criterion: whether y² = x³ + 486662x² + x has a solution (RFC 7748, 4.1)."""
    x = int.from_bytes(point, "little")
    return x < PRIME and pow(x**3 + 486662 * x**2 + x, (PRIME - 1) // 2, PRIME) == 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_either_order_gives_one_result_and_other_words_another(word, other):
    a, b = Blinder.new(), Blinder.new()
    point = point_of(b"c", word)
    assert a.blind(b.blind(point)) == b.blind(a.blind(point))
    if word != other:
        assert a.blind(point) != a.blind(point_of(b"c", other))


@given(st.text(max_size=40))
def test_a_word_becomes_a_point_of_the_curve_and_stays_there(word):
    point = point_of(b"c", word)
    assert on_curve(point)
    assert on_curve(Blinder.new().blind(point))


def test_a_filling_point_lies_on_the_curve_as_blinded_words_do():
    assert all(on_curve(random_point()) for _ in range(50))


def test_points_of_one_word_differ_between_comparisons():
    assert point_of(b"one", "n:C1234567") != point_of(b"two", "n:C1234567")
    assert point_of(b"a", "bc") != point_of(b"ab", "c")


def test_the_base_point_becomes_the_public_key_of_the_secret():
    secret = X25519PrivateKey.generate()
    nine = (9).to_bytes(32, "little")
    assert Blinder(secret.private_bytes_raw()).blind(nine) == secret.public_key().public_bytes_raw()


@pytest.mark.parametrize("point", [b"", b"short", bytes(32), (1).to_bytes(32, "little"), bytes(33)])
def test_points_of_small_order_and_of_another_length_are_refused(point):
    with pytest.raises(PointRefused):
        Blinder.new().blind(point)


def test_a_blinder_comes_back_from_its_secret():
    a = Blinder.new()
    assert Blinder(a.secret).blind(point_of(b"c", "w")) == a.blind(point_of(b"c", "w"))


def test_what_is_compared_is_short_and_tells_points_apart():
    points = {point_of(b"c", str(number)) for number in range(200)}
    assert {len(short(point)) for point in points} == {16}
    assert len({short(point) for point in points}) == 200
