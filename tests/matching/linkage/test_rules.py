"""Groups of records, rivals, and what is expected of scores. No database."""

import pytest

from pulang.matching.linkage.expected import chance, prior_bits, steps
from pulang.matching.linkage.rules import beside_rivals, clusters_of


def groups(pairs, niks=None, **more):
    found = {}
    for record, root in clusters_of(pairs, niks or {}, **more).items():
        found.setdefault(root, set()).add(record)
    return sorted(map(sorted, found.values()))


def test_links_make_one_group_and_order_does_not_matter():
    pairs = [(1, 2, 30.0), (2, 3, 25.0), (7, 8, 24.0)]
    assert groups(pairs) == groups(reversed(pairs)) == [[1, 2, 3], [7, 8]]


def test_two_valid_niks_never_join_by_whatever_chain():
    chain = [(1, 2, 40.0), (2, 3, 22.0), (3, 4, 41.0)]
    assert groups(chain, {1: "a", 4: "b"}) == [[1, 2], [3, 4]]
    assert groups(chain, {1: "a", 4: "a"}) == [[1, 2, 3, 4]]


def test_what_an_officer_judged_to_be_two_people_stays_apart():
    assert groups([(1, 2, 40.0), (2, 3, 30.0), (1, 3, 29.0)], apart=[(1, 3)]) == [[1, 2], [3]]


def left_of(*pairs, possible=16.0):
    found = beside_rivals(pairs, possible=possible)
    assert [one[:2] for one in found] == [one[:2] for one in pairs]
    return [round(one[2], 6) for one in found]


def test_a_rival_takes_as_many_bits_as_it_has_above_what_is_possible():
    assert left_of((1, 2, 30.0, 2)) == [30.0]
    assert left_of((1, 2, 30.0, 2), (2, 3, 16.0, 2)) == [29.0, 12.0]  # one bit, and at most four
    assert left_of((1, 2, 30.0, 2), (2, 3, 15.9, 2))[0] == 30.0
    three_rivals = left_of((1, 2, 30.0, 2), (2, 3, 16.0, 2), (1, 4, 16.0, 2), (1, 5, 17.0, 2))
    assert three_rivals[0] == 27.0  # one bit of two odds at one record, two of four at the other


def test_three_records_of_one_person_are_no_rivals():
    assert left_of((1, 2, 40.0, 2), (1, 3, 20.0, 2), (2, 3, 18.0, 2)) == [40.0, 20.0, 18.0]


def test_who_shares_the_rarest_key_with_many_is_one_of_many():
    assert left_of((1, 2, 30.0, 3), (4, 5, 30.0, 9), (6, 7, 30.0, 0)) == [29.0, 27.0, 30.0]


def test_precision_grows_with_the_score_and_stands_against_the_size_of_the_register():
    scores = [12.0] * 400 + [20.0] * 50 + [30.0] * 50 + [45.0] * 50
    found = steps(scores, 10_000)
    assert [step["precision"] for step in found] == sorted(step["precision"] for step in found)
    assert found[0]["above"] == 550
    assert prior_bits(scores, 100_000) > prior_bits(scores, 10_000)
    assert chance(20.0, 20.0) == pytest.approx(0.5)
    assert steps([], 5) == []
