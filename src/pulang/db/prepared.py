"""Statements that run with every look-up: planned once a connection, and read in binary."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def prepared_rows(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a constant statement, in the transaction and with the row security of whoever acts."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=True, binary=True).fetchall()
