"""Where a journey starts: one report of a family, or a list of arrivals as an office keeps it."""

import time
from base64 import b64decode, b64encode
from pathlib import Path

import typer

from pulang.cli.journey.node import Node
from pulang.cli.journey.party import Traveller


def reported(idn: Node, *, name: str, paper: str, birth_date: str) -> Traveller:
    """A family reports; the person is searched for, registered, and her case opened."""
    case, took = idn.ask("protection", "report_and_open", name=name, paper=paper, birth_date=birth_date)
    typer.echo(f"{time.strftime('%H:%M:%S')}  {idn.name:4} protection    report_and_open {took:6} ms")
    return Traveller(here=case["case"], uid=case["uid"])


def listed(idn: Node, path: Path, *, returned: Path) -> list[Traveller]:
    """Everybody on the list who could be taken and is not on her way yet. Every flaw is printed with its row.

    The rows that could not be taken are written to `returned`, the reason in the last column. Raises RuntimeError
    for a file that is no list.
    """
    content = b64encode(path.read_bytes()).decode()
    taken, took = idn.ask("protection", "hand_in", name=path.name, content=content)
    for flaw in taken["flaws"]:
        typer.echo(f"  row {flaw['row']}: {flaw['text']}")
    counts = ", ".join(f"{state} {count}" for state, count in taken["counts"].items() if count)
    typer.echo(f"{time.strftime('%H:%M:%S')}  {idn.name:4} protection    {path.name}: {counts} {took:6} ms")
    if taken["returned"]:
        returned.write_bytes(b64decode(taken["returned"]))
        typer.echo(f"The rows that could not be taken are in {returned}, with the reason in the last column.")
    starting = [Traveller(here=case["case"], uid=case["uid"]) for case in taken["cases"] if not case["begun"]]
    if begun := len(taken["cases"]) - len(starting):
        typer.echo(f"{begun} of the list are on their way already and are left as they stand.")
    return starting
