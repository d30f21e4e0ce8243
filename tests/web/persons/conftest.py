import pytest
from django.test import Client

from tests.cast import Cast
from tests.web.world import sign_in


@pytest.fixture
def officer(committed_cast: Cast) -> Client:
    """A browser without JavaScript, signed in as the officer of the embassy."""
    return sign_in(committed_cast.officer)


@pytest.fixture
def colleague(committed_cast: Cast) -> Client:
    """Signed in at the police, which holds none of the embassy's people."""
    return sign_in(committed_cast.colleague)
