import pytest

from pulang.exchange.delivery import mailbox, pushing
from tests.exchange.crashes.drill import Drill, Line
from tests.exchange.crashes.killing import cheap_forks
from tests.exchange.partner import partner_of


@pytest.fixture
def drill(committed_cast, settings, tmp_path, monkeypatch):
    """What is on the disk lies in a folder of this drill; the wire is the partner's, whom the test plays."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.TOMBSTONES = tmp_path / "tombstones"
    partner = partner_of(committed_cast)
    line = Line(partner, tmp_path)
    monkeypatch.setattr(pushing, "Courier", line)
    monkeypatch.setattr(mailbox, "Courier", line)
    with cheap_forks():
        yield Drill(committed_cast, partner, line)
