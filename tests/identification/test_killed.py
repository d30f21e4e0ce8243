"""A process that is killed between two answers, at whatever moment, has lost no answer that it acknowledged."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from pulang.access.models import Officer
from pulang.identification.actions import save_answer
from pulang.identification.queries import interview_summary_for
from pulang.identification.questions import load_questions
from tests.cast import make_cast
from tests.identification.conftest import make_case, make_interview

ITEMS = [item.id for item in load_questions().items()]
CHILD = """
import sys
import django
django.setup()
from uuid import UUID
from pulang.access.policy import actor_named
from pulang.identification.actions import save_answer
actor = actor_named(sys.argv[1], via="api")
for item in sys.argv[3:]:
    print("begin", item, flush=True)
    save_answer(actor, interview_id=UUID(sys.argv[2]), item=item, answer="unknown", quotation=f"about {item}")
    print("saved", item, flush=True)
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What leads another process to the database of this test."""
    kept = {key: connections["default"].settings_dict[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    (tmp_path / "database-app.json").write_text(json.dumps(kept))
    (tmp_path / "keys").symlink_to(settings.KEYS_ROOT)
    return {**os.environ, "PULANG_STATE": str(tmp_path), "DJANGO_SETTINGS_MODULE": "pulang.config.settings"}


def kill_after(environment: dict[str, str], username: str, interview: str, lines: int) -> list[str]:
    """Let a process answer, kill it after so many of its lines; returns the items that it said were saved."""
    command = [sys.executable, "-W", "ignore", "-c", CHILD, username, interview, *ITEMS]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [child.stdout.readline().split() for _ in range(lines)]
        child.send_signal(signal.SIGKILL)
        said += [line.split() for line in child.stdout]
        assert child.wait() in (-signal.SIGKILL, 0)
    return [each[1] for each in said if each[0] == "saved"]


def test_an_interview_survives_a_kill_between_and_within_answers(committed, environment):
    officer = make_cast().officer
    interview = make_interview(officer, make_case(officer))
    username = Officer.objects.get(pk=officer.id).username
    chance = random.Random(3)
    for _ in range(4):
        saved = kill_after(environment, username, str(interview.pk), chance.randrange(1, len(ITEMS)))
        shown = interview_summary_for(officer, interview.pk)
        kept = {each.item: each for _, _, view in shown.items() for each in view.answers}
        assert set(saved) <= kept.keys()
        assert {each.quotation for each in kept.values()} == {f"about {item}" for item in kept}
        assert {each.version for each in kept.values()} <= {1}
    assert shown.state == "open"
    for item in ITEMS:
        save_answer(officer, interview_id=interview.pk, item=item, answer="unknown", quotation=f"about {item}")
    done = interview_summary_for(officer, interview.pk)
    assert done.answered == done.total == len(ITEMS)
    assert {view.version for _, _, view in done.items()} == {1}
