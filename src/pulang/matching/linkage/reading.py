"""The register as rows and keys for an engine: a batch at a time, in processes that make way for the desk."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from django.db import connection

from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.matching.index import restored
from pulang.matching.linkage.rules import row_of
from pulang.matching.linkage.rules.columns import Columns, columns_of
from pulang.matching.linkage.starting import start
from pulang.matching.models import Profile
from pulang.matching.rules import weights

BATCH = 2_000  # people of one read
NICE = 10


def register(*, processes: int = 0, learning: bool = False) -> Iterator[Columns]:
    """Every person who was not joined with another. With `processes` as many others read and open.

    `learning`: with what only learning needs.
    """
    one = partial(read, learning=learning)
    ranges = [(start, start + BATCH) for start in range(0, highest(), BATCH)]
    if not processes:
        yield from map(one, ranges)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=start) as pool:
        yield from pool.map(one, ranges)


def highest() -> int:
    """The greatest number of a profile."""
    with acting_as(system("linkage")):
        last = Profile.objects.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def read(numbers: tuple[int, int], *, learning: bool = False) -> Columns:
    """Rows and keys of the profiles from one number up to another, in a short transaction."""
    rows, keys, model = [], [], weights()
    with acting_as(system("linkage")):
        held = Profile.objects.filter(number__gte=numbers[0], number__lt=numbers[1], person__merged_into=None)
        for profile in held.select_related("person").only("number", "keys", "evidence", "person__data_key"):
            record = restored(profile.evidence)
            rows.append(row_of(profile.number, record, model, learning=learning))
            keys.append(profile.keys)
    return columns_of(rows, keys)


def make_way() -> None:
    """This process comes after the desk's, and no statement of it runs long."""
    os.nice(max(0, NICE - os.nice(0)))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '60s'; SET lock_timeout = '5s'")
