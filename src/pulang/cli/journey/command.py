"""`pulang journey`: walks one case, or a whole list, through both nodes and ends well only if both agree."""

import time
from pathlib import Path
from typing import Annotated

import typer

from pulang.cli.journey.node import Node
from pulang.cli.journey.start import listed, reported
from pulang.cli.journey.walk import walk
from pulang.config.environment import folder


def journey(
    list_: Annotated[
        Path | None,
        typer.Option("--list", exists=True, dir_okay=False, help="A list of arrivals, XLSX or CSV: carry on all"),
    ] = None,
    returned: Annotated[
        Path | None, typer.Option(help="Where to write rows that cannot be taken; beside the list unless said")
    ] = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for a message")] = 60,
    name: Annotated[str, typer.Option(help="Name of the person, without a list")] = "Ratna Kusuma Dewi",
) -> None:
    """One case, or everybody on a list, through all the steps on the two running nodes of the demo."""
    root = folder("PULANG_DEMO", ".pulang/demo")
    if not all((root / country / "ready").exists() for country in ("idn", "khm")):
        typer.echo("The demo is not there. Run `make demo` first and leave it running.", err=True)
        raise typer.Exit(2)
    nodes = {"IDN": Node("IDN", root / "idn"), "KHM": Node("KHM", root / "khm")}
    start = time.monotonic()
    try:
        if list_ is None:
            paper = f"C{int(time.time()) % 10_000_000:07d}"
            travellers = [reported(nodes["IDN"], name=name, paper=paper, birth_date="1999-04-12")]
        else:
            back = returned or list_.with_name(f"{list_.stem}-returned.xlsx")
            travellers = listed(nodes["IDN"], list_, returned=back)
        same = walk(nodes, travellers, wait=wait)
    except (RuntimeError, TimeoutError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    finally:
        for node in nodes.values():
            node.close()
    typer.echo(
        f"Both nodes {'agree' if same else 'DISAGREE'} on {len(travellers)} "
        f"{'person' if len(travellers) == 1 else 'people'} after {time.monotonic() - start:.1f} s."
    )
    raise typer.Exit(0 if same else 1)
