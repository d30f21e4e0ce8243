from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from pulang.db.keys import ring
from pulang.exchange.node_keys import make_node_keys
from tests.cast import Cast
from tests.exchange.partner import Partner, make_partner
from tests.exchange.stage import stage

__all__ = ["partner", "stage"]


@pytest.fixture
def partner(cast: Cast) -> Partner:
    """A paired node with an agreement, and keys of our own."""
    make_node_keys(Path(settings.KEYS_ROOT), ring(), node_id=settings.NODE.id, created=timezone.now())
    return make_partner(cast)
