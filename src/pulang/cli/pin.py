"""The PIN of the token: typed by somebody where no file and no variable holds it."""

import sys

import typer

from pulang.cli.said import errors_said
from pulang.config.environment import give_pin, load_django, text, token_pin


def ask_pin() -> None:
    """Before Django is loaded. Only at a terminal: a service says by itself that the PIN is missing."""
    if text("PULANG_TOKEN_MODULE") and not token_pin() and sys.stdin.isatty():
        give_pin(typer.prompt("PIN of the token", hide_input=True, err=True))


def see_token() -> None:
    """Where a token is named: ask for its PIN, and end with a sentence where the keys do not open.

    One process asks before many do: with a wrong PIN, each of them would use up one of the few tries.
    """
    if not text("PULANG_TOKEN_MODULE"):
        return
    ask_pin()
    load_django()
    with errors_said():
        from pulang.db.keys import ring

        ring()
