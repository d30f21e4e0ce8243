"""The weights that the desk compares by: those that an analyst accepted, else the shipped."""

from functools import lru_cache
from uuid import UUID

from pulang.db.prepared import prepared_rows
from pulang.matching.models import TrainedWeights
from pulang.matching.rules import Weights, weights, weights_for
from pulang.matching.rules.weights import read_weights


def weights_of_register() -> Weights:
    """With bands for as many people as the database estimates that the register holds, all of them."""
    people, model = _held()
    return weights_for(people, model)


def weights_of_desk() -> Weights:
    """With the bands as they stand in the file, whatever the size of the register."""
    return _held()[1]


def _held() -> tuple[int, Weights]:
    ((people, accepted),) = prepared_rows(_HELD)
    return people, _read(accepted) if accepted else weights()


_HELD = """
SELECT (SELECT reltuples::bigint FROM pg_class WHERE oid = 'matching_profile'::regclass),
    (SELECT id FROM matching_trainedweights WHERE accepted_at IS NOT NULL AND set_aside_at IS NULL
     ORDER BY accepted_at DESC LIMIT 1)
"""


@lru_cache(maxsize=4)
def _read(weights_id: UUID) -> Weights:
    """A row is never changed after it was accepted."""
    return read_weights(TrainedWeights.objects.values_list("text", flat=True).get(pk=weights_id))
