"""Lists of any length linked in memory: scores of the desk, pairs of two lists, further columns."""

import pytest

from pulang.matching.linkage.engines.duck import DuckEngine
from pulang.matching.linkage.lists import link_lists
from pulang.matching.linkage.rules.further import Further
from pulang.matching.rules import Evidence, compare, prepare, weights_for
from tests.matching.linkage.people import TODAY

LEFT = [
    Evidence(("Siti Aminah",), "1995-08-17", "Medan"),
    Evidence(("Joko Susilo",)),
    Evidence(("Sok Dara",), "1990"),
]
RIGHT = [Evidence(("Sok Dara",), "1990-03-02"), Evidence(("Sitti Aminah",), "1995-08-17"), Evidence(("Rina",))]


def linked(*lists, **more):
    engine = DuckEngine()
    try:
        return link_lists(engine, *lists, today=TODAY, **more)
    finally:
        engine.close()


def test_rows_of_two_lists_meet_with_the_score_of_the_desk():
    found = linked(LEFT, RIGHT, least=0.0)
    assert {pair[:2] for pair in found} == {(0, 1), (2, 0)}
    model = weights_for(6)
    for left, right, score, _ in found:
        told = (prepare(one, today=TODAY) for one in (LEFT[left], RIGHT[right]))
        assert score == pytest.approx(compare(*told, model).score)


def test_a_list_is_linked_with_itself_each_pair_once():
    assert [pair[:2] for pair in linked([*LEFT, *RIGHT], least=5.0)] == [(0, 4), (2, 3)]


def test_a_further_column_speaks_for_and_against():
    street = ["Jl. Melati 5", "", "Jl. Anggrek 9", "jl.  anggrek 9", "Jl. Melati 7", "Jl. Anggrek 9"]
    plain = {pair[:2]: pair.score for pair in linked(LEFT, RIGHT, least=-50.0)}
    column = Further("street", street, equal=6.0, alike=4.0, differs=-3.0)
    found = {pair[:2]: pair.score for pair in linked(LEFT, RIGHT, least=-50.0, further=[column])}
    assert found[2, 0] == pytest.approx(plain[2, 0] + 6.0)
    assert found[0, 1] == pytest.approx(plain[0, 1] + 4.0)
