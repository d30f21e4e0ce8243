"""What can be known of linkage: how far a run is, which weights were learnt. Counts and weights, nobody's data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pulang.access.permissions import Permission
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.context import acting_as
from pulang.lib.actor import Actor, system
from pulang.lib.errors import NotFound
from pulang.matching.linkage.models import Run
from pulang.matching.models import TrainedWeights

SHOWN = 10


@dataclass(frozen=True)
class RunView:
    """`done` of `parts` are compared; `waiting` pairs are to be handed to the queue, `fresh` were new there."""

    id: UUID
    state: str
    engine: str
    weights: str
    done: int
    parts: int
    people: int
    waiting: int
    fresh: int
    figures: dict[str, Any]
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class WeightsView:
    """`in_use`: the desk compares by them."""

    id: UUID
    made_at: datetime
    accepted_at: datetime | None
    accepted_by: str
    in_use: bool
    figures: dict[str, Any]
    text: str


@query(Permission.WEIGHTS_ACCEPT)
def linkage_status(actor: Actor) -> tuple[list[RunView], list[WeightsView]]:
    """The last runs and weights, the newest first. For analysts, and for who holds the node's own shell."""
    with acting_as(system("linkage")):
        runs = [_run(one) for one in Run.objects.order_by("-started_at", "-id")[:SHOWN]]
    learnt = list(TrainedWeights.objects.select_related("accepted_by").order_by("-made_at", "-id")[:SHOWN])
    used = _used()
    record(actor, Event.STATISTICS_READ, list="linkage", rows=len(runs) + len(learnt))
    return runs, [_weights(one, one.pk == used) for one in learnt]


@query(Permission.WEIGHTS_ACCEPT)
def learnt_weights_for(actor: Actor, weights_id: UUID) -> WeightsView:
    """Weights that were learnt, with how. Raises NotFound."""
    found = TrainedWeights.objects.select_related("accepted_by").filter(pk=weights_id).first()
    if found is None:
        raise NotFound()
    record(actor, Event.STATISTICS_READ, list="weights", weights=weights_id)
    return _weights(found, found.pk == _used())


def _used() -> UUID | None:
    held = TrainedWeights.objects.filter(accepted_at__isnull=False, set_aside_at=None)
    return held.order_by("-accepted_at").values_list("pk", flat=True).first()


def _run(run: Run) -> RunView:
    return RunView(
        id=run.pk,
        state=run.state,
        engine=run.engine,
        weights=run.weights,
        done=len(run.done),
        parts=run.parts,
        people=run.people,
        waiting=run.found.count(),
        fresh=run.fresh,
        figures=run.figures,
        started_at=run.started_at,
        ended_at=run.ended_at,
    )


def _weights(one: TrainedWeights, in_use: bool) -> WeightsView:
    by = one.accepted_by.name if one.accepted_by else ""
    return WeightsView(one.pk, one.made_at, one.accepted_at, by, in_use, one.figures, one.text)
