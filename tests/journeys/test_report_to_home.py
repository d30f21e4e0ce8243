"""Two real nodes on this machine: a case walks home, and a node that was killed loses and doubles nothing."""

import pytest

from pulang.cases.lists.reading import read_list
from pulang.cli.journey.party import arrive
from pulang.cli.journey.start import listed, reported
from pulang.cli.journey.walk import IDN, KHM, walk

pytestmark = pytest.mark.xdist_group("nodes")  # one process starts them
WAIT = 120.0


def test_a_case_walks_from_report_to_home_and_both_nodes_agree(hands):
    started = reported(hands["IDN"], name="Ratna Kusuma Dewi", paper="C1234567", birth_date="1999-04-12")
    assert walk(hands, [started], wait=WAIT)


def test_everybody_on_a_list_is_carried_on_and_no_row_is_lost(hands, tmp_path, capsys):
    arrivals, returned = tmp_path / "arrivals.csv", tmp_path / "returned.xlsx"
    arrivals.write_text(
        "Nama,L/P,Tgl lahir,Paspor,Lokasi\n"
        "Bpk. Slamet,L,12/03/1994,C 76 54 321,Bavet\n"
        "Wayan Sudarsana,L,1996,,Bavet\n"
        ",,,,\n"
        "Dewi Anggraini,P,31/02/1999,,Poipet\n"
        "Slamet,L,12-03-1994,C7654321,Bavet\n"
    )
    started = listed(hands["IDN"], arrivals, returned=returned)
    said = capsys.readouterr().out
    rows = read_list(returned.read_bytes()).rows
    assert len(started) == 2
    assert [row.cells[0] for row in rows] == ["Dewi Anggraini", "Slamet"]
    assert all(f"row {number}:" in said for number in (2, 4, 5, 6))
    assert walk(hands, started, wait=WAIT)
    assert listed(hands["IDN"], arrivals, returned=returned) == []


def test_what_was_sent_while_the_partner_was_killed_arrives_once(nodes, hands):
    idn, khm = hands["IDN"], hands["KHM"]
    case = reported(idn, name="Wahyu Lestari", paper="X7654321", birth_date="2001")
    idn.ask("protection", "add_members", case=case.here, kinds=["ncb"])
    arrive(idn, case.here, idn.ask("protection", "share", case=case.here, to=KHM)[0]["message"], WAIT)
    there = khm.ask("desk", "find_copy", uid=case.uid)[0]["case"]
    for part in ("web", "worker"):
        nodes["KHM"].kill(part)
    nodes["IDN"].kill("worker")
    note = {"case": case.here, "to": KHM, "kind": "note"}
    notes = [idn.ask("desk", "ask", **note, body={"text": f"note {number}"})[0]["message"] for number in range(5)]
    nodes["KHM"].start("web", "worker")
    nodes["KHM"].wait(60)
    nodes["IDN"].start("worker")
    for message in notes:
        arrive(idn, case.here, message, WAIT)
    texts, _ = khm.ask("desk", "texts_of_notes", case=there)
    assert texts["texts"] == [f"note {number}" for number in range(5)]


def test_keys_change_on_both_nodes_without_a_meeting_and_nothing_is_lost(nodes, hands):
    idn, khm = hands["IDN"], hands["KHM"]
    case = reported(idn, name="Sri Wahyuni", paper="X1234500", birth_date="2000")
    idn.ask("protection", "add_members", case=case.here, kinds=["ncb"])
    arrive(idn, case.here, idn.ask("protection", "share", case=case.here, to=KHM)[0]["message"], WAIT)
    there = khm.ask("desk", "find_copy", uid=case.uid)[0]["case"]
    shown = nodes["IDN"].pulang("keys", "show")
    old = next(line.split()[1] for line in shown.splitlines() if line.startswith("signing"))
    for number, change in enumerate((("rotate",), ("revoke", old), ("rotate",))):
        nodes["IDN"].pulang("keys", *change)
        nodes["KHM"].pulang("keys", "rotate")
        note = {"kind": "note", "body": {"text": f"after change {number}"}}
        arrive(idn, case.here, idn.ask("desk", "ask", case=case.here, to=KHM, **note)[0]["message"], WAIT)
        arrive(khm, there, khm.ask("desk", "ask", case=there, to=IDN, **note)[0]["message"], WAIT)


def test_the_audit_of_both_nodes_holds(nodes):
    for node in nodes.values():
        node.pulang("audit", "verify")


def test_an_agreement_stands_on_both_sides(nodes):
    assert IDN in nodes["KHM"].pulang("exchange", "status")
    assert KHM in nodes["IDN"].pulang("exchange", "status")
