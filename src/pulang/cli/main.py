"""The ``pulang`` command: one line per group. Groups import what is heavy only when they run."""

import typer

from pulang.cli import audit, exchange, identify, instruments, node, translations, worker

app = typer.Typer(
    name="pulang",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Find, identify and bring home people who were trafficked into scam compounds.",
)

app.add_typer(audit.app, name="audit")
app.add_typer(exchange.app, name="exchange")
app.command("identify", help=identify.HELP)(identify.identify)
app.add_typer(instruments.app, name="instruments")
app.add_typer(node.app, name="node")
app.add_typer(translations.app, name="translations")
app.command("worker")(worker.worker)


if __name__ == "__main__":
    app()
