"""The whole way of a case on two nodes, from report to home."""

import time
from collections.abc import Mapping, Sequence

import typer

from pulang.cli.journey.node import Node
from pulang.cli.journey.party import Party, Traveller

IDN, KHM = "ncb-jakarta", "ncb-phnom-penh"
TODAY = time.strftime("%Y-%m-%d")
TOMORROW = time.strftime("%Y-%m-%d", time.localtime(time.time() + 86_400))  # the partner's day may be ahead
#: Who does a step, on which node, how it ends and what it records.
STEPS: list[tuple[str, str, str, str, dict[str, str]]] = [
    ("KHM", "desk", "exit", "raid", {}),
    ("IDN", "protection", "report", "visited", {}),
    ("IDN", "protection", "registration", "verified", {"basis": "partner_answer"}),
    ("IDN", "protection", "early_assessment", "assessed", {"held_on": TODAY, "indication": "trafficking"}),
    ("IDN", "protection", "shelter", "placed", {}),
    ("IDN", "protection", "health", "fit", {}),
    ("IDN", "protection", "splp", "issued", {"number": "XD000123", "expires_on": TODAY}),
    ("KHM", "desk", "fine_waiver", "granted", {"reference": "GDI-77"}),
    ("KHM", "desk", "exit_permit", "granted", {"number": "EP-4411"}),
    ("IDN", "protection", "ticket", "state_paid", {"flight": "QZ475", "travel_date": TODAY}),
    ("IDN", "protection", "departure", "left", {"left_on": TODAY}),
    ("IDN", "desk", "arrival", "received", {"arrived_on": TODAY}),
    ("IDN", "investigator", "police_assessment", "assessed", {"held_on": TODAY, "finding": "victim"}),
    ("IDN", "ministry", "services", "accepted", {}),
    ("IDN", "ministry", "home", "with_family", {"reached_on": TODAY}),
    ("IDN", "ministry", "follow_up", "settled", {"visited_on": TODAY}),
]
SHARED = {"exit", "report", "registration", "splp", "fine_waiver", "exit_permit", "ticket", "departure", "arrival"}
FOUND = {
    "outcome": "presumed_victim",
    "act": "established",
    "means": "established",
    "purpose": "indicated",
    "reasons": "Heard alone.",
}
NOTICE = {"flight": "QZ475", "day": TOMORROW, "origin": "Phnom Penh", "destination": "Jakarta"}


def walk(nodes: Mapping[str, Node], travellers: Sequence[Traveller], *, wait: float) -> bool:
    """Take everybody the whole way; whether both nodes hold the same statements of each at the end.

    Raises RuntimeError with the code of what an officer or the partner was refused, TimeoutError.
    """
    party = Party(nodes, travellers, wait)
    party.do("IDN", "protection", "add_members", kinds=["ncb", "police", "ministry"])
    party.send("IDN", "protection", "share", to=KHM)
    for traveller in travellers:
        traveller.there = nodes["KHM"].ask("desk", "find_copy", uid=traveller.uid)[0]["case"]
    _ask_and_answer(party)
    party.do("IDN", "protection", "decide", outcome="victim")
    party.do("IDN", "protection", "status", "status: way home", wanted="way_home")
    for side, who in (("IDN", "protection"), ("KHM", "desk")):
        party.do(side, who, "begin")
    for side, who, code, result, data in STEPS:
        _step(party, side, who, code, result=result, data=data)
    party.do("IDN", "protection", "status", "status: received", wanted="received")
    differing = [traveller for traveller in travellers if not agree(nodes, traveller)]
    return not differing


def _ask_and_answer(party: Party) -> None:
    """Indonesia asks whether they are victims; Cambodia asks whether they are nationals."""
    for asker, answerer, kind, question, body in (
        ("IDN", "KHM", "identification", "Is this person known to you, and a victim?", FOUND),
        ("KHM", "IDN", "nationality", "Is this person your national?", {"result": "verified"}),
    ):
        asked = {"to": KHM if answerer == "KHM" else IDN, "kind": f"{kind}.request", "body": {"question": question}}
        party.send(asker, "desk", "ask", f"{kind}.request", **asked)
        party.send(answerer, "desk", "reply", f"{kind}.answer", kind=f"{kind}.request", body=body)


def _step(party: Party, side: str, who: str, code: str, **said: object) -> None:
    to = (KHM if side == "IDN" else IDN) if code in SHARED else ""
    (party.send if to else party.do)(side, who, "step", f"step: {code}", code=code, to=to, **said)
    if code == "departure":
        party.send("KHM", "desk", "announce", "return.notice", to=IDN, **NOTICE)
    if code == "arrival":
        answered = {"kind": "return.notice", "body": {"result": "received"}}
        party.send("IDN", "desk", "reply", "return.received", **answered)


def agree(nodes: Mapping[str, Node], traveller: Traveller) -> bool:
    """Whether every step that is shared stands equal on both nodes."""
    ours, _ = nodes["IDN"].ask("protection", "statements", case=traveller.here)
    theirs, _ = nodes["KHM"].ask("desk", "statements", case=traveller.there)
    differing = [code for code in sorted(SHARED) if not ours.get(code) or ours.get(code) != theirs.get(code)]
    for code in differing:
        typer.echo(f"{code}: IDN says {ours.get(code)}, KHM says {theirs.get(code)}", err=True)
    return not differing
