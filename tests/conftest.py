"""One real PostgreSQL for the whole run, worked with as the app's own role; the cast is in `tests.cast`."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from hypothesis import settings as drawing

from pulang.config.environment import parse_database_url
from pulang.crypto.keyring import KeyRing
from pulang.db import embedded, roles
from pulang.exchange.keys.node_keys import make_node_keys
from tests.cast import Cast, make_cast
from tests.emptying import empty_tables

pytest_plugins = ["tests.browser", "tests.dealing", "tests.house"]
# A busy machine is no failure: nothing here is measured by the clock.
# A commit is judged by the same examples each time; new ones are looked for outside of CI.
drawing.register_profile("pulang", deadline=None, derandomize=bool(os.environ.get("CI")))
drawing.load_profile("pulang")


@pytest.fixture(scope="session")
def test_state() -> Iterator[Path]:
    """A state folder that goes with the run."""
    folder = Path(tempfile.mkdtemp(prefix="pulang-test-"))
    folder.chmod(0o755)  # the embedded server's own user must reach its data below
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def admin_database(test_state: Path) -> Iterator[dict[str, str]]:
    """Settings of a user who may create databases: a real server where one is named, else the embedded one."""
    url = os.environ.get("PULANG_DATABASE_URL", "")
    if url:
        yield parse_database_url(url)
        return
    admin = embedded.start(test_state / "postgres")
    _hurry(admin)
    yield admin
    embedded.stop(test_state / "postgres")


def _hurry(admin: dict[str, str]) -> None:
    """The test's data need not outlive the machine: do not wait for its disk. The servers of the journeys do."""
    with psycopg.connect(
        host=admin["HOST"], user=admin["USER"], password=admin["PASSWORD"], dbname=admin["NAME"], autocommit=True
    ) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def django_db_setup(
    admin_database: dict[str, str], test_state: Path, django_db_blocker: pytest.Item
) -> Iterator[None]:
    name = f"pulang_test_{secrets.token_hex(4)}"
    owner, app = roles.create_database(admin_database, name)
    keys = test_state / "keys"
    keys.mkdir()
    key_ring = KeyRing.create(keys / "ring.json")
    make_node_keys(keys, key_ring, node_id=settings.NODE.id, created=timezone.now())
    settings.KEYS_ROOT, settings.FILES_ROOT = keys, test_state / "files"
    settings.TOMBSTONES = keys / "tombstones"
    connections["default"].settings_dict.update(app)
    connections["owner"].settings_dict.update(owner)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        call_command("migrate", database="owner", verbosity=0)
        yield
        for alias in ("default", "owner"):
            connections[alias].close()
    roles.drop_database(admin_database, name)


@pytest.fixture(autouse=True)
def lists_of_this_test() -> Iterator[None]:
    """A process keeps the lists of steps that it has read; the database of the next test has others."""
    from pulang.repatriation.queries.lists import forget_lists

    yield
    forget_lists()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.Item) -> Iterator[None]:
    """A test that really commits; every table is emptied after it, by the owner."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        empty_tables()
        connections["default"].close()


@pytest.fixture
def cast(db: None) -> Cast:
    """The officers that a test needs, in a transaction that is rolled back."""
    return make_cast()


@pytest.fixture
def committed_cast(committed: None) -> Cast:
    """The same officers, really there: for pages, which open transactions of their own."""
    return make_cast()
