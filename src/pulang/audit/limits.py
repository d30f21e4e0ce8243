"""Limits that tell a scraper: how many different people one officer may open."""

from datetime import datetime, timedelta
from uuid import UUID

from pulang.audit.errors import OpenedTooMany
from pulang.audit.events import Event
from pulang.audit.models import Entry
from pulang.lib.actor import Actor, ActorKind

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIMITS = {HOUR: 30, DAY: 120}  # protection.md, "Limits that tell a scraper"
#: By the word of the audit. The review queue shows two people at a time, all of them the officer's own already.
OPENING = {Event.PERSON_READ: LIMITS, Event.PAIR_READ: {HOUR: 160, DAY: 480}}


def check_opening(actor: Actor, person: UUID, at: datetime, event: Event = Event.PERSON_READ) -> None:
    """Raise OpenedTooMany where `person` would be one too many.

    Who was opened in the while is free again, and so is whom the officer herself registered in the last day: on
    a day of 520 she must see whom she takes in. Partner nodes and jobs are bounded by their agreements, not here.
    """
    if actor.kind is not ActorKind.OFFICER:
        return
    own = Entry.objects.filter(actor_id=actor.id, at__gt=at - DAY)
    registered = own.filter(event=Event.PERSON_REGISTERED)
    if registered.filter(scope=person).exists():
        return
    opened = own.filter(event=event).exclude(scope=None).exclude(scope__in=registered.values("scope"))
    for span, limit in OPENING[event].items():
        within = set(opened.filter(at__gt=at - span).values_list("scope", flat=True).distinct())
        if person not in within and len(within) >= limit:
            raise OpenedTooMany(limit=limit, hours=span // HOUR)
