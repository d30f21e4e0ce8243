"""`pulang demo`: makes, pairs, fills and runs the two nodes until Ctrl-C."""

import json
import shutil
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pulang.cli.processes import NodeProcesses
from pulang.config.environment import folder

NODES = {
    "IDN": ("ncb-jakarta", "NCB Jakarta", "id", "Asia/Jakarta"),
    "KHM": ("ncb-phnom-penh", "NCB Phnom Penh", "km", "Asia/Phnom_Penh"),
}
console = Console()


def demo(
    reset: Annotated[bool, typer.Option(help="Empty the demo's folder first, after asking")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
    port: Annotated[int, typer.Option(help="First of two ports")] = 8601,
    persons: Annotated[int, typer.Option(help="How many invented people")] = 300,
    cases: Annotated[int, typer.Option(help="How many of them with a case")] = 40,
) -> None:
    """Two nodes, Indonesia and Cambodia, with synthetic people. Ctrl-C ends everything cleanly."""
    root = folder("PULANG_DEMO", ".pulang/demo")
    nodes = build_nodes(root, port)
    for node in nodes.values():
        node.end_leftovers()
    if reset:
        if not (yes or typer.confirm(f"Delete everything in {root}?")):
            raise typer.Exit(1)
        for node in nodes.values():
            node.stop()
        shutil.rmtree(root, ignore_errors=True)
    with running(nodes, persons=persons, cases=cases):
        _show(nodes)
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        stop.wait()
        console.print("Ending …")


@contextmanager
def running(nodes: dict[str, NodeProcesses], *, persons: int, cases: int) -> Iterator[None]:
    """The nodes made, paired, filled and answering, until the block ends."""
    try:
        prepare(nodes, persons=persons, cases=cases)
        for node in nodes.values():
            node.start()
        for node in nodes.values():
            node.wait(60)
        yield
    finally:
        for node in nodes.values():
            node.stop()


def build_nodes(root: Path, port: int, *, doors: int = 0) -> dict[str, NodeProcesses]:
    """The nodes at `port` and the next; with `doors`, at that port and the next they take what partners bring."""
    return {
        country: NodeProcesses(root / country.lower(), port + at, doors and doors + at)
        for at, country in enumerate(NODES)
    }


def prepare(nodes: dict[str, NodeProcesses], *, persons: int, cases: int) -> None:
    """Bring both nodes to where they can start; what is done already is not done again."""
    new = {country: node for country, node in nodes.items() if not (node.state / "ready").exists()}
    for country in nodes.keys() - new.keys():
        nodes[country].start_database()
    if not new:
        return
    with ThreadPoolExecutor() as at_once:
        with console.status(f"Making the nodes of {' and '.join(NODES[country][1] for country in new)} …"):
            list(at_once.map(_make, new, new.values()))
        with console.status("Pairing the nodes …"):
            pair(*nodes.values())
        with console.status("Filling the nodes with invented people …"):
            list(at_once.map(partial(_fill, persons=persons, cases=cases), new.values()))


def _make(country: str, node: NodeProcesses) -> None:
    node.state.mkdir(parents=True, exist_ok=True)
    node_id, name, language, zone = NODES[country]
    options = {"--name": name, "--country": country, "--language": language, "--time-zone": zone}
    options["--exchange-url"] = node.for_partners
    flat = [part for pair_ in options.items() for part in pair_]
    node.pulang("node", "init", node_id, *flat, "--base-url", node.address, "--demo")


def _fill(node: NodeProcesses, *, persons: int, cases: int) -> None:
    node.pulang("demo-fill", "--persons", str(persons), "--cases", str(cases))
    (node.state / "ready").touch()


def pair(one: NodeProcesses, other: NodeProcesses) -> None:
    """Both nodes accept each other's invite, confirm the phrase, sign and keep one agreement."""
    phrases = []
    for own, partner in ((one, other), (other, one)):
        path = own.state / "partner-invite.json"
        path.write_text(partner.pulang("exchange", "invite"))
        phrases.append(own.pulang("exchange", "accept", str(path)).strip())
    if phrases[0] != phrases[1]:
        raise RuntimeError("the two nodes show different phrases")
    names = [json.loads((node.state / "node.json").read_text())["id"] for node in (one, other)]
    one.pulang("exchange", "confirm", names[1], phrases[1])
    other.pulang("exchange", "confirm", names[0], phrases[0])
    agreement = one.state / "agreement.json"
    agreement.write_text(one.pulang("exchange", "propose", names[1], "--reference", "Demo agreement"))
    signed = other.pulang("exchange", "sign", str(agreement))
    for node in (one, other):
        path = node.state / "agreement.json"
        path.write_text(signed)
        node.pulang("exchange", "keep", str(path))


def _show(nodes: dict[str, NodeProcesses]) -> None:
    """Addresses and logins as plain lines, so that each can be copied whole."""
    for country, node in nodes.items():
        typer.echo(f"\n{NODES[country][1]}: {node.address}")
        for login in json.loads((node.state / "logins.json").read_text()):
            parts = (login["username"].ljust(13), login["password"], login["totp"], login["role"].ljust(15))
            typer.echo(f"  {'  '.join(parts)}  {login['agency']}")
    typer.echo("\nuser name, password, secret for an authenticator app, role, agency. Ctrl-C ends the demo.")


def demo_fill(
    persons: Annotated[int, typer.Option()] = 300,
    cases: Annotated[int, typer.Option()] = 40,
) -> None:
    """Fill this node with the demo's invented people."""
    from pulang.config.environment import load_django

    load_django()
    from pulang.cli.demo.fill import fill

    fill(persons=persons, cases=cases)
