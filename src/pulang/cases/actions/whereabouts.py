"""Where she is: sealed apart, one place at a time, and each look is told to the agency that leads the case."""

from uuid import UUID

from django.utils import timezone

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Whereabouts
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.text import clean_text


@action(Permission.CASE_WORK)
def record_whereabouts(actor: Actor, *, case_id: UUID, place: str) -> Whereabouts:
    """Where she is from now on; the place before is ended, not erased."""
    where = clean_text(place, field="place", max_length=500)
    if not where:
        raise Invalid("place", "required")
    case = load_case(case_id)
    if Section.WHEREABOUTS not in held_sections(actor, case_id):
        raise NotFound()
    now = timezone.now()
    Whereabouts.objects.filter(case=case, ended_at=None).update(ended_at=now)
    kept = Whereabouts.objects.create(case=case, place=where, since=now, recorded_by=actor.id)
    tell(actor, case, Event.CASE_CHANGED, section=Section.WHEREABOUTS, whereabouts="recorded")
    return kept


@action(Permission.CASE_READ)
def read_whereabouts(actor: Actor, *, case_id: UUID, purpose: str) -> Whereabouts:
    """Open the place, for a purpose; the timeline says who looked. Raises Invalid without one, NotFound."""
    why = clean_text(purpose, field="purpose", max_length=300)
    if not why:
        raise Invalid("purpose", "required")
    case = load_case(case_id, closed_too=True)
    held = Whereabouts.objects.select_related("case").filter(case=case, ended_at=None).first()
    if held is None:
        raise NotFound()
    tell(actor, case, Event.CASE_READ, section=Section.WORK, whereabouts="opened", text=why)
    return held
