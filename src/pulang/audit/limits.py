"""Limits that tell a scraper: how many different people one officer may open."""

from datetime import datetime, timedelta
from uuid import UUID

from pulang.audit.errors import OpenedTooMany
from pulang.audit.events import Event
from pulang.audit.models import Entry
from pulang.lib.actor import Actor, ActorKind

LIMITS = {timedelta(hours=1): 30, timedelta(days=1): 120}  # protection.md, "Limits that tell a scraper"


def check_opening(actor: Actor, person: UUID, at: datetime) -> None:
    """Raise OpenedTooMany where `person` would be one too many; who was opened in the while is free again.

    Partner nodes and jobs are bounded by their agreements, not here.
    """
    if actor.kind is not ActorKind.OFFICER:
        return
    opened = Entry.objects.filter(actor_id=actor.id, event=Event.PERSON_READ).exclude(scope=None)
    for span, limit in LIMITS.items():
        within = set(opened.filter(at__gt=at - span).values_list("scope", flat=True).distinct())
        if person not in within and len(within) >= limit:
            raise OpenedTooMany(limit=limit, hours=span // timedelta(hours=1))
