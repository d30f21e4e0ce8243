"""`kill -9` at every place of every step of the exchange: nothing is lost, and nothing is done twice."""

from random import Random

import pytest

from pulang.exchange import delivery, mailbox
from tests.exchange.crashes import files, keys, meeting, receiving, sending
from tests.exchange.crashes.drill import Drill, Line, clear
from tests.exchange.crashes.killing import LONGEST, cheap_forks
from tests.exchange.partner import partner_of

STEPS = {**sending.ROOM, **receiving.ROOM, **files.ROOM, **keys.ROOM, **meeting.ROOM}
LEAST = {}
NIGHTLY = 10_000


@pytest.fixture
def drill(committed_cast, settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path / "files"
    settings.TOMBSTONES = tmp_path / "tombstones"
    partner = partner_of(committed_cast)
    line = Line(partner, tmp_path)
    monkeypatch.setattr(delivery, "Courier", line)
    monkeypatch.setattr(mailbox, "Courier", line)
    with cheap_forks():
        yield Drill(committed_cast, partner, line)


@pytest.mark.parametrize("step", STEPS)
def test_every_place_of_a_step_can_be_its_last(drill, step):
    STEPS[step](drill)
    print(step, drill.done)
