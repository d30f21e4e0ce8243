"""An import that is killed in the middle goes on where it stopped; no row is taken twice, none is lost."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from pulang.access.models import Officer
from pulang.cases.lists.actions import run_import, start_import
from pulang.cases.lists.models import ListRow
from pulang.cases.models import Case
from pulang.db.context import acting_as
from pulang.persons.models import Person
from tests.cast import make_cast

ROWS = 400
CHILD = """
import sys
import django
django.setup()
from uuid import UUID
from pulang.access.policy import actor_named
from pulang.cases.lists.actions import run_import
run_import(actor_named(sys.argv[1], via="job"), import_id=UUID(sys.argv[2]), say=lambda *at: print(*at, flush=True))
"""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state folder that leads another process to the database of this test."""
    kept = {key: connections["default"].settings_dict[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    (tmp_path / "database-app.json").write_text(json.dumps(kept))
    (tmp_path / "keys").symlink_to(settings.KEYS_ROOT)
    return tmp_path


def test_a_killed_import_is_finished_by_the_next(committed, state):
    officer = make_cast().officer
    text = "Name,Sex,Passport\n" + "".join(f"Rina Marlina {n},F,C{7000000 + n}\n" for n in range(ROWS))
    import_id = start_import(officer, file_name="list.csv", content=text.encode(), label="x")

    username = Officer.objects.get(pk=officer.id).username
    environment = {**os.environ, "PULANG_STATE": str(state), "DJANGO_SETTINGS_MODULE": "pulang.config.settings"}
    command = [sys.executable, "-c", CHILD, username, str(import_id)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline().split()[1] == str(ROWS)
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL

    with acting_as(officer):
        before = Person.objects.count()
        assert before == ListRow.objects.filter(state="created").count()
    assert 0 < before < ROWS
    assert run_import(officer, import_id=import_id)["created"] == ROWS
    with acting_as(officer):
        assert Person.objects.count() == Case.objects.count() == ROWS
        assert ListRow.objects.values("person_id").distinct().count() == ROWS
