"""What can be known of linkage: how far a run is, which weights were learnt. Counts and weights, nobody's data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotAllowed
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


@query(None)
def linkage_status(actor: Actor) -> tuple[list[RunView], list[WeightsView]]:
    """The last runs and weights, the newest first. For who holds the node's own shell: nobody's data is in it."""
    if not actor.is_system:
        raise NotAllowed(needs="job")
    runs = list(Run.objects.order_by("-started_at", "-id")[:SHOWN])
    learnt = list(TrainedWeights.objects.select_related("accepted_by").order_by("-made_at", "-id")[:SHOWN])
    used = max((one for one in learnt if one.accepted_at and not one.set_aside_at), key=_accepted, default=None)
    record(actor, Event.STATISTICS_READ, list="linkage", rows=len(runs) + len(learnt))
    return [_run(one) for one in runs], [_weights(one, one == used) for one in learnt]


def _accepted(one: TrainedWeights) -> datetime:
    assert one.accepted_at is not None
    return one.accepted_at


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
