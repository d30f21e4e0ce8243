"""Comparisons that nobody answered in time end by themselves, and keep no partner from asking again."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotAllowed
from pulang.matching.overlaps.actions.sending import send_answer
from pulang.matching.overlaps.models import Overlap, State

UNTOLD = timedelta(days=7)  # where no time to answer came, since only parts of the points did
GRACE = timedelta(days=1)  # that an answer may be on its way to us


def overdue(now: datetime) -> "QuerySet[Overlap]":
    """What nobody answered in time, ours and partners'."""
    untold = ExpressionWrapper(F("created_at") + Value(UNTOLD), output_field=DateTimeField())
    waiting = Overlap.objects.annotate(until=Coalesce(F("reply_by"), untold))
    theirs = Q(ours=False, state__in=(State.ARRIVING, State.OPEN), until__lt=now)
    return waiting.filter(theirs | Q(ours=True, state=State.ASKED, until__lt=now - GRACE))


@action(None)
def expire_overlap(actor: Actor, *, overlap_id: UUID, now: datetime) -> bool:
    """End a comparison whose time is over; a partner's request is answered so. Returns whether it was so.

    For a job of the node only.
    """
    if not actor.is_system:
        raise NotAllowed(needs="job")
    overlap = Overlap.objects.select_for_update(of=("self",)).select_related("peer").get(pk=overlap_id)
    if not overdue(now).filter(pk=overlap_id).exists():
        return False
    overlap.state, overlap.decided_at = State.EXPIRED, now
    overlap.secret = overlap.owners = None
    overlap.save()
    overlap.parts.all().delete()
    if not overlap.ours and overlap.message is not None:
        send_answer(overlap, {"result": "expired"})
    record(actor, Event.OVERLAP_PROCEEDED, overlap=overlap.pk, state=overlap.state)
    return True
