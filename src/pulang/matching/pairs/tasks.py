"""The job that looks for pairs after somebody was registered or changed. It never makes the desk wait."""

from collections.abc import Collection
from uuid import UUID

from procrastinate.contrib.django import app


def wake(person_ids: Collection[UUID]) -> None:
    """Have these people compared once this transaction commits."""
    find_pairs.defer(person_ids=[str(one) for one in person_ids])


@app.task(name="pairs.find", queue="pairs")
def find_pairs(person_ids: list[str]) -> None:
    """Compare these people with the register as it stands now; doing so twice has one effect."""
    from pulang.lib.actor import system
    from pulang.matching.pairs.actions import look_for_pairs

    look_for_pairs(system("job"), person_ids=[UUID(one) for one in person_ids])
