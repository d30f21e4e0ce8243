"""Rows and keys as columns, which go from a reading process to the engine without being made into objects again."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pulang.matching.linkage.rules.rows import Row

if TYPE_CHECKING:
    import pyarrow


class Columns(NamedTuple):
    """`rows` has the columns of `Row`; `keys` a line for each key of a row: `key`, `unique_id`. Arrow tables."""

    rows: "pyarrow.Table"
    keys: "pyarrow.Table"


def columns_of(
    rows: Sequence[Row], keys: Sequence[Sequence[int]], *, more: Mapping[str, Sequence[str | None]] | None = None
) -> Columns:
    """Columns of some rows and, in the same order, their keys; with types that hold where a column is empty.

    `more` are further columns of text, with a value for each row.
    """
    import pyarrow

    types = {"unique_id": pyarrow.int64(), "place_number": pyarrow.int64(), "most": pyarrow.float64()}
    types |= dict.fromkeys(("year", "month", "day", "about", "turn"), pyarrow.int32())
    columns = zip(*rows, strict=True) if rows else ((),) * len(Row._fields)
    table = pyarrow.table({
        name: pyarrow.array(column, types.get(name, pyarrow.string()))
        for name, column in (*zip(Row._fields, columns, strict=True), *(more or {}).items())
    })  # fmt: skip
    held = pyarrow.table({
        "key": pyarrow.array([key for some in keys for key in some], pyarrow.int64()),
        "unique_id": pyarrow.array(
            [row.unique_id for row, some in zip(rows, keys, strict=True) for _ in some], pyarrow.int64()
        ),
    })  # fmt: skip
    return Columns(table, held)
