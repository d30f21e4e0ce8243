"""A node that nobody can reach from outside: it sends, and hears every later receipt by its next fetch."""

import subprocess
import sys
import time

import pytest

from pulang.cli.journey.party import arrive
from pulang.cli.journey.start import reported
from pulang.cli.journey.walk import FOUND, IDN, KHM
from pulang.config.environment import for_node

pytestmark = pytest.mark.xdist_group("nodes")  # one process starts them
WAIT = 120.0
LEVELS = """
import sys
import django
django.setup()
from pulang.db.context import acting_as
from pulang.exchange.models import Receipt
from pulang.lib.actor import system
with acting_as(system("test")):
    found = Receipt.objects.filter(message=sys.argv[1])
    print(*sorted(f"{each.level}{'*' if each.waiting else ''}" for each in found))
"""


def levels(node, message: str) -> list[str]:
    """Levels of the receipts of a message; one that waits to be carried has a star."""
    command = [sys.executable, "-W", "ignore", "-c", LEVELS, message]
    done = subprocess.run(command, env=for_node(node.state), capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.split()


def test_later_receipts_come_to_a_node_behind_a_wall_by_its_next_fetch(nodes, hands):
    idn, khm = hands["IDN"], hands["KHM"]
    case = reported(idn, name="Yanti Kusuma", paper="X1234511", birth_date="1998")
    idn.ask("protection", "add_members", case=case.here, kinds=["ncb"])
    arrive(idn, case.here, idn.ask("protection", "share", case=case.here, to=KHM)[0]["message"], WAIT)
    there = khm.ask("desk", "find_copy", uid=case.uid)[0]["case"]
    nodes["KHM"].stop("web", "partners")  # as behind a wall: its worker goes out, nobody comes in
    try:
        question = {"kind": "identification.request", "body": {"question": "Who is she?"}}
        asked, _ = khm.ask("desk", "ask", case=there, to=IDN, **question)
        arrive(khm, there, asked["message"], WAIT)
        answered, _ = idn.ask("desk", "reply", case=case.here, kind="identification.request", body=FOUND)
        time.sleep(1)  # the answering node tries in vain to bring them
        assert {"assigned*", "answered*"} & set(levels(nodes["IDN"], asked["message"]))
        assert levels(nodes["KHM"], asked["message"]) == ["accepted"]
        nodes["KHM"].pulang("exchange", "mailbox", IDN)  # from now on it also fetches by itself, each minute
        nodes["KHM"].pulang("exchange", "fetch", IDN)
        assert "answered" in levels(nodes["KHM"], asked["message"])
        assert not [each for each in levels(nodes["IDN"], asked["message"]) if each.endswith("*")]
        arrive(idn, case.here, answered["message"], WAIT)
    finally:
        nodes["KHM"].start("web", "partners")
        nodes["KHM"].wait(60)
        nodes["KHM"].pulang("exchange", "mailbox", IDN, "--off")
