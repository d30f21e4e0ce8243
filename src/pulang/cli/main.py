"""The ``pulang`` command: one line per group. Groups import what is heavy only when they run."""

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from pulang.cli import (
    audit,
    exchange,
    identify,
    inquiries,
    instruments,
    keys,
    linkage,
    lists,
    match,
    names,
    node,
    overlaps,
    translations,
    worker,
)
from pulang.cli.demo import command as demo
from pulang.cli.journey import command as journey
from pulang.cli.journey.node import hand
from pulang.config.environment import BadEnvironment


class Commands(TyperGroup):
    """All commands. Whichever meets a node that is not there says so in a sentence and ends with 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BadEnvironment as error:
            said = str(error)
        except Exception as error:
            if not _database_away(error):
                raise
            from django.conf import settings

            said = (
                f"No database answers for the node in {settings.STATE}. Make it with “pulang node init”, start it"
                " with “pulang node serve”, or name the folder of another node in PULANG_STATE."
            )
        typer.echo(said, err=True)
        raise typer.Exit(1)


def _database_away(error: Exception) -> bool:
    """Whether no connection could be made; a statement that failed has a connection. Imports nothing for it."""
    django = sys.modules.get("django.db.utils")
    return django is not None and isinstance(error, django.OperationalError) and "connection" in str(error)


app = typer.Typer(
    cls=Commands,
    name="pulang",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Find, identify and bring home people who were trafficked into scam compounds.",
)

app.add_typer(audit.app, name="audit")
app.command("demo")(demo.demo)
app.command("demo-fill", hidden=True)(demo.demo_fill)
app.add_typer(exchange.app, name="exchange")
app.command("identify", help=identify.HELP)(identify.identify)
app.add_typer(inquiries.app, name="inquiries")
app.add_typer(instruments.app, name="instruments")
app.command("journey")(journey.journey)
app.command("journey-hand", hidden=True)(hand)
app.add_typer(keys.app, name="keys")
app.add_typer(linkage.app, name="linkage")
app.add_typer(lists.app, name="lists")
app.command("match", help=match.HELP)(match.match)
app.add_typer(names.app, name="names")
app.add_typer(node.app, name="node")
app.add_typer(overlaps.app, name="overlaps")
app.add_typer(translations.app, name="translations")
app.command("worker")(worker.worker)


if __name__ == "__main__":
    app()
