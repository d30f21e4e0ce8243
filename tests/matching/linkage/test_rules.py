"""Groups of records, and what is expected of scores. No database."""

import pytest

from pulang.matching.linkage.expected import chance, prior_bits, steps
from pulang.matching.linkage.rules import clusters_of


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


def test_precision_grows_with_the_score_and_stands_against_the_size_of_the_register():
    scores = [12.0] * 400 + [20.0] * 50 + [30.0] * 50 + [45.0] * 50
    found = steps(scores, 10_000)
    assert [step["precision"] for step in found] == sorted(step["precision"] for step in found)
    assert found[0]["above"] == 550
    assert prior_bits(scores, 100_000) > prior_bits(scores, 10_000)
    assert chance(20.0, 20.0) == pytest.approx(0.5)
    assert steps([], 5) == []
