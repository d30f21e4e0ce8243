"""Limits that tell a scraper: how many different people one officer may open."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max

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
    registered = own.filter(event=Event.PERSON_REGISTERED).values("scope")
    opened = own.filter(event=event).exclude(scope=None).exclude(scope__in=registered)
    last = dict(opened.values_list("scope").annotate(last=Max("at")))
    for span, limit in OPENING[event].items():
        within = {scope for scope, opened_at in last.items() if opened_at > at - span}
        if person not in within and len(within) >= limit and not registered.filter(scope=person).exists():
            raise OpenedTooMany(limit=limit, hours=span // HOUR)
