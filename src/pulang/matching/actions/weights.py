"""Weights that were learnt: kept for an analyst, who says whether the desk compares by them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, officer_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotAllowed, NotFound
from pulang.matching.models import TrainedWeights
from pulang.matching.rules.weights import read_weights


@action(None)
def keep_weights(actor: Actor, *, text: str, figures: Mapping[str, Any]) -> TrainedWeights:
    """Keep learnt weights; nobody is compared by them yet. For a job of the node only. Raises WeightsBroken."""
    if not actor.is_system:
        raise NotAllowed(needs="job")
    read_weights(text)
    made = TrainedWeights.objects.create(text=text, figures=dict(figures), made_at=timezone.now())
    record(actor, Event.WEIGHTS_LEARNT, why=Why.SYSTEM, weights=made.pk)
    return made


@action(Permission.WEIGHTS_ACCEPT)
def accept_weights(actor: Actor, *, weights_id: UUID) -> TrainedWeights:
    """Compare people by these weights from now on, everywhere on this node. Raises NotFound."""
    found = TrainedWeights.objects.select_for_update(of=("self",)).filter(pk=weights_id).first()
    if found is None:
        raise NotFound()
    found.accepted_at, found.accepted_by_id, found.set_aside_at = timezone.now(), officer_id(actor), None
    found.save(update_fields=["accepted_at", "accepted_by", "set_aside_at"])
    record(actor, Event.WEIGHTS_DECIDED, why=Why.ROLE, weights=weights_id, accepted=True)
    return found


@action(Permission.WEIGHTS_ACCEPT)
def set_weights_aside(actor: Actor) -> int:
    """Compare people by the shipped weights again; returns how many learnt ones were in use."""
    held = TrainedWeights.objects.exclude(accepted_at=None).filter(set_aside_at=None)
    count = held.update(set_aside_at=timezone.now())
    record(actor, Event.WEIGHTS_DECIDED, why=Why.ROLE, accepted=False, rows=count)
    return count
