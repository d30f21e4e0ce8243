"""The weights that the desk compares by: those that an analyst accepted, else the shipped."""

from functools import lru_cache
from uuid import UUID

from pulang.db.prepared import prepared_rows
from pulang.matching.models import TrainedWeights
from pulang.matching.rules import Weights, weights, weights_for
from pulang.matching.rules.weights import read_weights

#: Two columns of a statement: how many people the register holds, as the database estimates, and which weights were
#: accepted.
HELD = """
    (SELECT reltuples::bigint FROM pg_class WHERE oid = 'matching_profile'::regclass),
    (SELECT id FROM matching_trainedweights WHERE accepted_at IS NOT NULL AND set_aside_at IS NULL
     ORDER BY accepted_at DESC LIMIT 1)
"""


def weights_of_register() -> Weights:
    """With bands for as many people as the database estimates that the register holds, all of them."""
    return bands_held(*_held())


def weights_of_desk() -> Weights:
    """With the bands as they stand in the file, whatever the size of the register."""
    return _accepted(_held()[1])


def bands_held(people: int, accepted: UUID | None) -> Weights:
    """The weights for what the columns of HELD said."""
    return weights_for(people, _accepted(accepted))


def _held() -> tuple[int, UUID | None]:
    ((people, accepted),) = prepared_rows(f"SELECT {HELD}")
    return people, accepted


def _accepted(weights_id: UUID | None) -> Weights:
    return _read(weights_id) if weights_id else weights()


@lru_cache(maxsize=4)
def _read(weights_id: UUID) -> Weights:
    """A row is never changed after it was accepted."""
    return read_weights(TrainedWeights.objects.values_list("text", flat=True).get(pk=weights_id))
