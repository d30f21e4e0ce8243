"""`pulang exchange conform`: whether a node, of whatever make, keeps to the specification."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from pulang.config.environment import load_django


def conform(
    url: Annotated[str, typer.Argument(help="Address of the node, as its invite says it")],
    folder: Annotated[Path, typer.Option(help="Where the kit keeps its keys")] = Path("conformance"),
    invite: Annotated[
        Path | None, typer.Option(help="The node's invite file: prepare the pairing, send nothing", dir_okay=False)
    ] = None,
) -> None:
    """Run the black-box cases of NX/1 against a node over HTTP and print a table. Only against a test node."""
    load_django()
    from pulang.exchange.conform.cases import run_all
    from pulang.exchange.conform.kit import Failed, Kit, played_key, prepare
    from pulang.exchange.transport import Probe, ProbeFailed

    if invite is not None:
        phrase = prepare(folder, json.loads(invite.read_text("utf-8")))
        typer.echo(f"Let the node take in {folder}/invite.json and confirm this phrase: {phrase}")
        typer.echo(f"Let it sign and keep {folder}/agreement.json. Then run this command without --invite.")
        return
    try:
        with Probe(url, shows=played_key(folder)) as probe:
            outcomes = list(run_all(Kit.load(folder, probe)))
    except (Failed, ProbeFailed) as error:
        typer.echo(f"The node cannot be tested: {error}", err=True)
        raise typer.Exit(2) from error
    for outcome in outcomes:
        verdict = "ok" if outcome.passed else "FAILED"
        typer.echo(f"{outcome.case.group:10} {verdict:7} {outcome.case.name}")
        if not outcome.passed:
            typer.echo(f"{'':18} {outcome.failure}")
    counted = Counter(outcome.passed for outcome in outcomes)
    typer.echo(f"{counted[True]} of {len(outcomes)} cases passed.")
    raise typer.Exit(1 if counted[False] else 0)
