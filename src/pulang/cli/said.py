"""Errors of actions as sentences on the command line."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def errors_said() -> Iterator[None]:
    """Say what was refused and end with 1. Once Django is loaded."""
    from pulang.lib.errors import PulangError
    from pulang.words import sentence

    try:
        yield
    except PulangError as error:
        typer.echo(sentence(error), err=True)
        raise typer.Exit(1) from None
