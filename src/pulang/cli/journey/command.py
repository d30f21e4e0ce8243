"""`pulang journey`: walks one case through both nodes and ends well only if both agree."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from pulang.config.environment import folder, for_node

IDN, KHM = "ncb-jakarta", "ncb-phnom-penh"
TODAY = time.strftime("%Y-%m-%d")
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


class Node:
    """The hands of one node: a process that carries out commands as its officers."""

    def __init__(self, name: str, state: Path) -> None:
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pulang.cli.main", "journey-hand"],
            env=for_node(state),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, who: str, what: str, **given: Any) -> dict[str, Any]:
        """Have officer `who` do it; prints the step with its time. Raises RuntimeError with the error's code."""
        result, took = self.ask(who, what, **given)
        typer.echo(f"{time.strftime('%H:%M:%S')}  {self.name:4} {who:13} {what:16} {took:5} ms")
        return result

    def ask(self, who: str, what: str, **given: Any) -> tuple[dict[str, Any], int]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"as": who, "do": what, "with": given}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "the node's process ended"}
        if "error" in answer:
            raise RuntimeError(f"{self.name}: {who} could not {what}: {answer['error']}")
        return dict(answer["result"]), int(answer["ms"])

    def close(self) -> None:
        with self.process:  # closes both pipes, so that the hand ends, and waits for it
            pass


def journey(
    wait: Annotated[float, typer.Option(help="Seconds to wait for a message")] = 60,
    name: Annotated[str, typer.Option()] = "Ratna Kusuma Dewi",
) -> None:
    """One case through all the steps, against the two running nodes of the demo."""
    root = folder("PULANG_DEMO", ".pulang/demo")
    if not all((root / country / "ready").exists() for country in ("idn", "khm")):
        typer.echo("The demo is not there. Run `make demo` first and leave it running.", err=True)
        raise typer.Exit(2)
    nodes = {"IDN": Node("IDN", root / "idn"), "KHM": Node("KHM", root / "khm")}
    start = time.monotonic()
    try:
        same = walk(nodes, wait=wait, name=name)
    except (RuntimeError, TimeoutError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    finally:
        for node in nodes.values():
            node.close()
    typer.echo(f"Both nodes {'agree' if same else 'DISAGREE'} after {time.monotonic() - start:.1f} s.")
    raise typer.Exit(0 if same else 1)


def walk(nodes: dict[str, Node], *, wait: float, name: str) -> bool:
    """The whole way; whether both nodes hold the same statements at the end."""
    idn, khm = nodes["IDN"], nodes["KHM"]
    paper = f"C{int(time.time()) % 10_000_000:07d}"
    case = idn.do("protection", "report_and_open", name=name, paper=paper, birth_date="1999-04-12")
    here = case["case"]
    idn.do("protection", "add_members", case=here, kinds=["ncb", "police", "ministry"])
    arrive(idn, here, idn.do("protection", "share", case=here, to=KHM), wait)
    there = khm.do("desk", "find_copy", uid=case["uid"])["case"]
    question = {"question": "Is she known to you, and is she a victim?"}
    asked = idn.do("desk", "ask", case=here, to=KHM, kind="identification.request", body=question)
    arrive(idn, here, asked, wait)
    found = {"outcome": "presumed_victim", "act": "established", "means": "established", "purpose": "indicated"}
    arrive(
        khm,
        there,
        khm.do("desk", "reply", message=asked["message"], body={**found, "reasons": "Heard alone."}),
        wait,
    )
    verify = {"question": "Is she your national?"}
    asked = khm.do("desk", "ask", case=there, to=IDN, kind="nationality.request", body=verify)
    arrive(khm, there, asked, wait)
    arrive(idn, here, idn.do("desk", "reply", message=asked["message"], body={"result": "verified"}), wait)
    idn.do("protection", "decide", case=here, outcome="victim")
    idn.do("protection", "status", case=here, wanted="way_home")
    idn.do("protection", "begin", case=here)
    khm.do("desk", "begin", case=there)
    homeward(nodes, here, there, wait)
    idn.do("protection", "status", case=here, wanted="received")
    return agree(nodes, here, there)


def homeward(nodes: dict[str, Node], here: str, there: str, wait: float) -> None:
    for side, who, code, result, data in STEPS:
        node, case, partner = (nodes["IDN"], here, KHM) if side == "IDN" else (nodes["KHM"], there, IDN)
        to = partner if code in SHARED else ""
        sent = node.do(who, "step", case=case, code=code, result=result, data=data, to=to)
        if to:
            arrive(node, case, sent, wait)
        if code == "departure":
            notice = {"flight": "QZ475", "date": TODAY, "from": "Phnom Penh", "to": "Jakarta"}
            sent = nodes["KHM"].do("desk", "ask", case=there, to=IDN, kind="return.notice", body=notice)
            arrive(nodes["KHM"], there, sent, wait)
        if code == "arrival":
            sent = nodes["IDN"].do("desk", "reply", message=sent_notice(nodes, here), body={"result": "received"})
            arrive(nodes["IDN"], here, sent, wait)


def sent_notice(nodes: dict[str, Node], here: str) -> str:
    """The return notice as it came to the receiving node."""
    return str(nodes["IDN"].ask("desk", "received", case=here, kind="return.notice")[0]["message"])


def arrive(node: Node, case: str, sent: dict[str, Any], wait: float) -> None:
    """Until the partner's signed receipt says that the message took effect there."""
    start = time.monotonic()
    who = "desk"
    while time.monotonic() - start < wait:
        state, _ = node.ask(who, "message_state", case=case, message=sent["message"])
        if state.get("state") == "accepted":
            took = (time.monotonic() - start) * 1000
            typer.echo(f"{time.strftime('%H:%M:%S')}  {node.name:4} … accepted by the partner {took:5.0f} ms")
            return
        if state.get("state") in ("refused", "expired"):
            raise RuntimeError(f"{node.name}: the partner refused the message: {state['code']}")
        time.sleep(0.1)
    raise TimeoutError(f"{node.name}: no receipt within {wait:.0f} s; is the partner's node running?")


def agree(nodes: dict[str, Node], here: str, there: str) -> bool:
    """Whether every step that is shared stands equal on both nodes."""
    ours, _ = nodes["IDN"].ask("protection", "statements", case=here)
    theirs, _ = nodes["KHM"].ask("desk", "statements", case=there)
    differing = [code for code in sorted(SHARED) if not ours.get(code) or ours.get(code) != theirs.get(code)]
    for code in differing:
        typer.echo(f"{code}: IDN says {ours.get(code)}, KHM says {theirs.get(code)}", err=True)
    return not differing


def hand() -> None:
    """Carry out commands from standard input, a JSON line each, until it ends."""
    from pulang.config.environment import load_django

    load_django()
    from pulang.cli.journey.hands import run
    from pulang.lib.errors import PulangError

    for line in sys.stdin:
        try:
            answer = run(json.loads(line))
        except PulangError as error:
            answer = {"error": f"{error.code} {error.details}"}
        print(json.dumps(answer), flush=True)
