"""The critical path of a case: which steps decide when she is home."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.repatriation.models import Step
from pulang.repatriation.queries.lists import step_list
from pulang.repatriation.rules import StepDefinition, StepList
from pulang.repatriation.rules.definitions import State
from pulang.repatriation.rules.path import Leg, foresee


@dataclass(frozen=True)
class CasePath:
    """`legs` in days from `now`, in the order of the list. Deadlines stand for what a step usually takes."""

    case_number: str
    now: datetime
    steps: StepList
    legs: tuple[Leg, ...]


@query(Permission.CASE_READ)
def path_for(actor: Actor, case_id: UUID) -> CasePath:
    """Raises NotFound, also before the way home began."""
    rows = list(Step.objects.select_related("case").filter(case_id=case_id).order_by("place"))
    if not rows:
        raise NotFound()
    steps, now = step_list(rows[0].list_version), timezone.now()

    def days(moment: datetime) -> float:
        return (moment - now) / timedelta(days=1)

    def takes(step: StepDefinition, begins: float) -> float:
        start = now + timedelta(days=begins)
        return (step.deadline.after(start) - start) / timedelta(days=1)

    ended = {row.code: days(row.said_at) for row in rows if row.said_at and State(row.state).lets_on}
    legs = foresee(steps, ended, takes, began=days(min(row.began_at for row in rows)))
    record(actor, Event.CASE_READ, scope=case_id, why=Why.ASSIGNED, part="path")
    return CasePath(rows[0].case.number, now, steps, tuple(legs.values()))
