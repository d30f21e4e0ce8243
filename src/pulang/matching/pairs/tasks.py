"""The job that looks for pairs after somebody was registered or changed. It never makes the desk wait."""

from collections.abc import Collection
from uuid import UUID

from procrastinate.contrib.django import app

from pulang.lib.actor import system
from pulang.matching.pairs.actions import look_for_pairs

CHUNK = 20  # people of one job, which is one transaction


def wake(person_ids: Collection[UUID]) -> None:
    """Have these people compared once this transaction commits."""
    ids = [str(one) for one in person_ids]
    for start in range(0, len(ids), CHUNK):
        find_pairs.defer(person_ids=ids[start : start + CHUNK])


@app.task(name="pairs.find", queue="pairs", priority=-1)
def find_pairs(person_ids: list[str]) -> None:
    """Compare these people with the register as it stands now; doing so twice has one effect."""
    look_for_pairs(system("job"), person_ids=[UUID(one) for one in person_ids])
