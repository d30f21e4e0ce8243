"""A database that is away, as every door of the node meets it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.db import OperationalError, connection


@contextmanager
def database_away() -> Iterator[None]:
    """Every statement of this thread's connection fails."""

    def fails(*_: Any) -> NoReturn:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(fails):
        yield
