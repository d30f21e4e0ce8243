import pytest

from tests.cast import Cast
from tests.exchange.partner import Partner, make_partner
from tests.exchange.stage import stage

__all__ = ["partner", "stage"]


@pytest.fixture
def partner(cast: Cast) -> Partner:
    """A paired node with an agreement, and keys of our own."""
    return make_partner(cast)
