"""Saving many rows by few statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Model


def update_alike(rows: Iterable[Model], fields: Sequence[str]) -> None:
    """Save these fields of rows of one model: one UPDATE for each set of equal values.

    Where an action says the same of hundreds, this is a few statements; `bulk_update` writes a CASE of as many
    arms for each field. Sealed fields are never alike: save those with their rows.
    """
    alike: dict[tuple[str, ...], list[Model]] = defaultdict(list)
    for row in rows:
        alike[tuple(repr(getattr(row, field)) for field in fields)].append(row)
    for same in alike.values():
        values = {field: getattr(same[0], field) for field in fields}
        type(same[0])._default_manager.filter(pk__in=[row.pk for row in same]).update(**values)
