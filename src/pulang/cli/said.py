"""Errors of actions, and flaws of lists, as sentences on the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pulang.cases.lists.rows import ReadRow

MOST_SAID = 20  # flaws of one list: a screen of them


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


def rows_read(path: Path) -> "list[ReadRow]":
    """The rows of a list; what could not be read of them is said beside the results. Raises ListRefused."""
    from django.utils import timezone

    from pulang.cases.lists.sentences import sentence_of
    from pulang.matching.lists import rows_of_list

    rows = rows_of_list(path.read_bytes(), today=timezone.localdate())
    flaws = [(row.number, one) for row in rows for one in row.messages if one.refuses or row.draft is None]
    for number, message in islice(flaws, MOST_SAID):
        typer.echo(f"{path.name}:{number}: {sentence_of(message)}", err=True)
    if len(flaws) > MOST_SAID:
        typer.echo(f"{path.name}: {len(flaws) - MOST_SAID} more", err=True)
    return rows
