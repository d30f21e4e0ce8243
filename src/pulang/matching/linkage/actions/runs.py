"""A run: begun or taken up again, a part kept after the other, its pairs handed to the queue, ended."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotAllowed
from pulang.matching.linkage.models import Found, Run, RunState
from pulang.matching.pairs.actions import keep_found_pairs

BATCH = 50  # pairs of one transaction of handing over: who judges one of them waits no longer than a second or two
UNFINISHED = (RunState.LINKING, RunState.HANDING)


@action(None)
def begin_run(actor: Actor, *, engine: str, parts: int, weights: str) -> Run:
    """The run that was left unfinished, if it was one with the same engine, parts and weights; else a new one.

    For a job of the node only, as all of these.
    """
    _job(actor)
    left = Run.objects.select_for_update().filter(state__in=UNFINISHED)
    same = left.filter(engine=engine, parts=parts, weights=weights).order_by("-started_at").first()
    for other in left:
        if other != same:
            other.found.all().delete()
            other.state, other.ended_at = RunState.STOPPED, timezone.now()
            other.save(update_fields=["state", "ended_at"])
    run = same or Run.objects.create(engine=engine, parts=parts, weights=weights, started_at=timezone.now())
    record(actor, Event.LINKAGE_RAN, why=Why.SYSTEM, run=run.pk, state=run.state, done=len(run.done))
    return run


@action(None)
def keep_part(actor: Actor, *, run_id: UUID, part: int, pairs: Iterable[tuple[UUID, UUID, float, int]]) -> Run:
    """Keep what one part found; doing so twice has one effect. For a job of the node only."""
    _job(actor)
    run = Run.objects.select_for_update().get(pk=run_id)
    if part not in run.done:
        Found.objects.bulk_create(
            [
                Found(run=run, low=min(one, other), high=max(one, other), score=score, sharing=sharing)
                for one, other, score, sharing in pairs
            ],
            batch_size=2_000,
            ignore_conflicts=True,
        )
        run.done = [*run.done, part]
        run.save(update_fields=["done"])
        record(actor, Event.LINKAGE_RAN, why=Why.SYSTEM, run=run_id, part=part)
    return run


@action(None)
def note_compared(
    actor: Actor, *, run_id: UUID, people: int, figures: Mapping[str, Any], scores: Mapping[int, float]
) -> Run:
    """All parts are compared: keep what the report shows, and what is left of the score of each found pair.

    For a job of the node only.
    """
    _job(actor)
    run = Run.objects.select_for_update().get(pk=run_id)
    run.state, run.people, run.figures = RunState.HANDING, people, dict(figures)
    run.save(update_fields=["state", "people", "figures"])
    left = [Found(pk=pk, score=score) for pk, score in scores.items()]
    Found.objects.bulk_update(left, ["score"], batch_size=2_000)
    record(actor, Event.LINKAGE_RAN, why=Why.SYSTEM, run=run_id, state=run.state, people=people)
    return run


@action(None)
def hand_over_some(actor: Actor, *, run_id: UUID) -> int:
    """Hand up to BATCH pairs to the queue, the likeliest first; returns how many are left. For a job only."""
    _job(actor)
    run = Run.objects.select_for_update().get(pk=run_id)
    some = list(run.found.order_by("-score", "id")[:BATCH])
    if some:
        run.fresh += keep_found_pairs(actor, pairs={(each.low, each.high) for each in some})
        run.found.filter(pk__in=[each.pk for each in some]).delete()
        run.save(update_fields=["fresh"])
    record(actor, Event.LINKAGE_RAN, why=Why.SYSTEM, run=run_id, handed=len(some))
    return run.found.count()


@action(None)
def end_run(actor: Actor, *, run_id: UUID) -> Run:
    """All is handed over. For a job of the node only."""
    _job(actor)
    run = Run.objects.select_for_update().get(pk=run_id)
    run.state, run.ended_at = RunState.DONE, timezone.now()
    run.save(update_fields=["state", "ended_at"])
    record(actor, Event.LINKAGE_RAN, why=Why.SYSTEM, run=run_id, state=run.state, fresh=run.fresh)
    return run


def _job(actor: Actor) -> None:
    if not actor.is_system:
        raise NotAllowed(needs="job")
