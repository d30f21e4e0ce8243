import pytest

from tests.identification.conftest import make_case, make_interview


@pytest.fixture
def case(committed_cast):
    return make_case(committed_cast.officer)


@pytest.fixture
def interview(committed_cast, case):
    return make_interview(committed_cast.officer, case)
