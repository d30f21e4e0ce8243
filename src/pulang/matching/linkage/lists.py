"""Lists of any length linked by Splink, a list with itself or with another: in memory, nothing of it is kept."""

from collections.abc import Sequence
from datetime import date

from pulang.matching.linkage.engines import Engine, Scored
from pulang.matching.linkage.rules import row_of
from pulang.matching.linkage.rules.columns import columns_of
from pulang.matching.linkage.rules.further import Further, further_keys, further_rows
from pulang.matching.rules import Evidence, Weights, keys_of, prepare, weights_for

PART = 100_000  # rows of a part


def link_lists(
    engine: Engine,
    left: Sequence[Evidence],
    right: Sequence[Evidence] = (),
    *,
    today: date,
    further: Sequence[Further] = (),
    model: Weights | None = None,
    least: float | None = None,
) -> list[Scored]:
    """Pairs of rows that may be one person, the likeliest first; a score is what `rules.compare` gives.

    Without `right` the rows of `left` are linked with each other; with it each row of `left` with those of `right`,
    and `Scored.right` is the place in `right`. `further` holds a value for each row of `left` and then of `right`.
    `least` is the score that is asked; else what is possible among so many.
    """
    both = [*left, *right]
    model = weights_for(len(both), model)
    least = model.possible if least is None else least
    records = [prepare(one, today=today) for one in both]
    rows = [row_of(number, record, model) for number, record in enumerate(records)]
    keys = [
        [hash(key) for key in (*keys_of(record), *further_keys(further, number))]
        for number, record in enumerate(records)
    ]
    engine.load(columns_of(rows, keys, more=further_rows(further)))
    engine.ready()
    parts = max(1, len(both) // PART)
    found = [
        pair
        for part in range(parts)
        for pair in engine.pairs(model, least=least, part=part, parts=parts, further=further)
    ]
    if right:
        found = [
            pair._replace(right=pair.right - len(left)) for pair in found if pair.left < len(left) <= pair.right
        ]
    return sorted(found, key=lambda one: (-one.score, one.left, one.right))
