from collections.abc import Iterator
from functools import lru_cache

import pytest

from pulang.exchange.delivery import gaps, mailbox, pushing
from pulang.exchange.keys import node_keys
from pulang.exchange.partners import pairing
from tests.exchange.federation.machine import EPOCH
from tests.exchange.federation.wire import AtOnce, Wire
from tests.exchange.federation.world import World, world_of


@pytest.fixture(scope="package")
def nodes(admin_database, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("federation")
    with django_db_blocker.unblock(), world_of(admin_database, folder, EPOCH) as made:
        yield made


@pytest.fixture
def wire(nodes, monkeypatch, django_db_blocker) -> Iterator[Wire]:
    """The only wire between the nodes, whose time is that of their world."""
    made = Wire(nodes)
    nodes.now = EPOCH
    monkeypatch.setattr("django.utils.timezone.now", nodes.time)
    for module in (pushing, mailbox, gaps):
        monkeypatch.setattr(module, "Courier", made)
    monkeypatch.setattr(pushing, "ThreadPoolExecutor", AtOnce)
    monkeypatch.setattr(node_keys, "_read", lru_cache(maxsize=8)(node_keys._read.__wrapped__))
    monkeypatch.setattr(pairing, "spoken_phrase", lru_cache(pairing.spoken_phrase))  # it is slow on purpose
    with django_db_blocker.unblock():
        yield made
