"""Locks of the database that end with the transaction, also when its process is killed."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import connection


def lock_numbers(numbers: Iterable[int]) -> None:
    """Wait for whoever holds any of these; always in order, so that two never wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(n) FROM unnest(%s::bigint[]) AS n", [sorted(numbers)])


def lock_name(name: str) -> None:
    """Wait for whoever holds the lock of this name."""
    lock_names([name])


def lock_names(names: Iterable[str]) -> None:
    """Wait for whoever holds the lock of any of these names."""
    lock_numbers(int.from_bytes(sha256(name.encode()).digest()[:8], signed=True) for name in names)
