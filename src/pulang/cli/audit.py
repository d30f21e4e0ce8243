"""`pulang audit`: check that the audit of this node is whole."""

import typer

from pulang.config.environment import load_django

app = typer.Typer(no_args_is_help=True, help="The audit of this node.")


@app.callback()
def audit() -> None:
    """The audit of this node."""


@app.command()
def verify() -> None:
    """Walk every chain. Ends with 1 and names each broken place where a row was changed, deleted or cut off."""
    load_django()
    from pulang.access.oversight import verify_audit
    from pulang.lib.actor import system

    found = verify_audit(system("cli"))
    for problem in found.problems:
        typer.echo(problem, err=True)
    if not found.holds:
        typer.echo(f"The audit is BROKEN: {len(found.problems)} places in {found.entries} entries.", err=True)
        raise typer.Exit(1)
    typer.echo(f"The audit is whole: {found.entries} entries in {len(found.heads)} chains.")
