"""Limits that tell a scraper: how many different people one officer may open."""

from datetime import datetime, timedelta
from uuid import UUID

from pulang.audit.errors import OpenedTooMany
from pulang.audit.events import Event
from pulang.audit.models import Entry
from pulang.lib.actor import Actor, ActorKind

LIMITS = {timedelta(hours=1): 30, timedelta(days=1): 120}  # protection.md, "Limits that tell a scraper"


def check_opening(actor: Actor, person: UUID, at: datetime) -> None:
    """Raise OpenedTooMany where `person` would be one too many.

    Who was opened in the while is free again, and so is whom the officer herself registered in the last day: on
    a day of 520 she must see whom she takes in. Partner nodes and jobs are bounded by their agreements, not here.
    """
    if actor.kind is not ActorKind.OFFICER:
        return
    own = Entry.objects.filter(actor_id=actor.id, at__gt=at - max(LIMITS))
    registered = own.filter(event=Event.PERSON_REGISTERED)
    if registered.filter(scope=person).exists():
        return
    opened = own.filter(event=Event.PERSON_READ).exclude(scope=None).exclude(scope__in=registered.values("scope"))
    for span, limit in LIMITS.items():
        within = set(opened.filter(at__gt=at - span).values_list("scope", flat=True).distinct())
        if person not in within and len(within) >= limit:
            raise OpenedTooMany(limit=limit, hours=span // timedelta(hours=1))
