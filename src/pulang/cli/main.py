"""The ``pulang`` command: one line per group. Groups import what is heavy only when they run."""

import typer

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

app = typer.Typer(
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
