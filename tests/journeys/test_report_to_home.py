"""Two real nodes on this machine: a case walks home, and a node that was killed loses and doubles nothing."""

import socket
from collections.abc import Iterator

import pytest

from pulang.cli.demo.command import build_nodes, prepare
from pulang.cli.journey.command import IDN, KHM, Node, arrive, walk
from pulang.cli.processes import NodeProcesses

WAIT = 120.0


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, NodeProcesses]]:
    root = tmp_path_factory.mktemp("nodes")
    for parent in (root, root.parent, root.parent.parent):
        parent.chmod(0o755)  # the embedded server's own user must reach its data below
    made = build_nodes(root, _free_ports())
    try:
        prepare(made, persons=6, cases=2)
        for node in made.values():
            node.start()
        for node in made.values():
            node.wait(60)
        yield made
    finally:
        for node in made.values():
            node.stop()


@pytest.fixture
def hands(nodes: dict[str, NodeProcesses]) -> Iterator[dict[str, Node]]:
    """The officers of both nodes."""
    made = {side: Node(side, node.state) for side, node in nodes.items()}
    yield made
    for node in made.values():
        node.close()


def _free_ports() -> int:
    """A port that is free together with the next one."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def test_a_case_walks_from_report_to_home_and_both_nodes_agree(hands):
    assert walk(hands, wait=WAIT, name="Ratna Kusuma Dewi")


def test_what_was_sent_while_the_partner_was_killed_arrives_once(nodes, hands):
    idn, khm = hands["IDN"], hands["KHM"]
    case = idn.do("protection", "report_and_open", name="Wahyu Lestari", paper="X7654321", birth_date="2001")
    idn.do("protection", "add_members", case=case["case"], kinds=["ncb"])
    arrive(idn, case["case"], idn.do("protection", "share", case=case["case"], to=KHM), WAIT)
    there = khm.do("desk", "find_copy", uid=case["uid"])["case"]
    for part in ("web", "worker"):
        nodes["KHM"].kill(part)
    nodes["IDN"].kill("worker")
    notes = [
        idn.do("desk", "ask", case=case["case"], to=KHM, kind="note", body={"text": f"note {number}"})
        for number in range(5)
    ]
    nodes["KHM"].start("web", "worker")
    nodes["KHM"].wait(60)
    nodes["IDN"].start("worker")
    for note in notes:
        arrive(idn, case["case"], note, WAIT)
    texts, _ = khm.ask("desk", "texts_of_notes", case=there)
    assert texts["texts"] == [f"note {number}" for number in range(5)]


def test_the_audit_of_both_nodes_holds(nodes):
    for node in nodes.values():
        node.pulang("audit", "verify")


def test_an_agreement_stands_on_both_sides(nodes):
    assert IDN in nodes["KHM"].pulang("exchange", "status")
    assert KHM in nodes["IDN"].pulang("exchange", "status")
