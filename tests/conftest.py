"""One real PostgreSQL for the whole run, worked with as the app's own role; the cast is in `tests.cast`."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from hypothesis import settings as drawing

from pulang.config.environment import parse_database_url
from pulang.crypto.keyring import KeyRing
from pulang.db import embedded, roles
from pulang.exchange.node_keys import make_node_keys
from tests.cast import Cast, make_cast

pytest_plugins = ["tests.browser", "tests.house"]
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
    yield embedded.start(test_state / "postgres")
    embedded.stop(test_state / "postgres")


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
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(format('%I', relname), ', ') FROM pg_class WHERE relkind = 'r'"
                " AND relnamespace = 'public'::regnamespace"
                " AND relname NOT IN ('django_migrations', 'audit_head', 'audit_entry')"
            )
            cursor.execute(f"TRUNCATE {cursor.fetchone()[0]} CASCADE")
        connections["default"].close()


@pytest.fixture
def cast(db: None) -> Cast:
    """The officers that a test needs, in a transaction that is rolled back."""
    return make_cast()


@pytest.fixture
def committed_cast(committed: None) -> Cast:
    """The same officers, really there: for pages, which open transactions of their own."""
    return make_cast()
