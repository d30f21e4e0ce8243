import pytest

from pulang.matching.pairs.queries import pairs_for
from tests.matching.pairs.people import SITI, SITTI, register


@pytest.fixture
def pair(cast):
    register(cast.officer, SITI, SITTI)
    (row,) = pairs_for(cast.officer).rows
    return row
