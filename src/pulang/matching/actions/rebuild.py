"""Writing stale and missing profiles anew, a few at a time, so that no desk waits and a kill loses nothing."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef

from pulang.access.permissions import Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import NotAllowed
from pulang.matching.index import keep, version
from pulang.matching.models import Profile
from pulang.persons.models import Person

BATCH = 200
Say = Callable[[int], None]


@action(None)
def rebuild_some(actor: Actor, *, limit: int = BATCH) -> int:
    """Write up to `limit` profiles that are missing or stale; returns how many.

    For a job of the node only, because it reads every person.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotAllowed(needs="system")
    fresh = Profile.objects.filter(person=OuterRef("pk"), version=version())
    stale = Person.objects.filter(~Exists(fresh), merged_into=None).order_by("pk")
    ids = list(stale.values_list("pk", flat=True)[:limit])
    keep(ids)
    record(actor, Event.MATCHING_REBUILT, why=Why.SYSTEM, rows=len(ids))
    return len(ids)


def rebuild(actor: Actor, *, say: Say = lambda done: None) -> int:
    """Rebuild until nothing is stale; after a kill, call it again. `say` hears how many are done. Returns them."""
    done = 0
    while some := rebuild_some(actor):
        done += some
        say(done)
    return done
