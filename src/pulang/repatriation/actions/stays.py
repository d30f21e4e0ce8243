"""Until when somebody may stay in the country where she is: what her overstay fine is counted from."""

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.cases.actions.story import load_case, tell
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid
from pulang.repatriation.models import Stay

OLDEST, FARTHEST = date(2005, 1, 1), timedelta(days=366 * 5)


@action(Permission.CASE_WORK)
def record_stay(actor: Actor, *, case_id: UUID, allowed_until: date) -> Stay:
    """Record the last day on which her visa or permit allowed her to be there; a later record takes its place.

    Raises NotFound, CaseClosed, Invalid.
    """
    if not OLDEST <= allowed_until <= timezone.localdate() + FARTHEST:
        raise Invalid("allowed_until", "date_too_far")
    case = load_case(case_id)
    stay = Stay.objects.select_for_update(of=("self",)).filter(case=case).first() or Stay(case=case)
    stay.case = case
    if stay.allowed_until != allowed_until.isoformat():
        stay.allowed_until, stay.recorded_by = allowed_until.isoformat(), actor.id
        stay.save()
        tell(actor, case, Event.CASE_CHANGED, stay="recorded")
    return stay
