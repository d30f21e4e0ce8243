"""Who is stuck, and where: steps past their deadline, and steps that failed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from pulang.access.models import Grant
from pulang.access.permissions import Permission, Why
from pulang.access.policy import agency_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.rules.workflow import CLOSED
from pulang.lib.actor import Actor
from pulang.persons.queries import summaries
from pulang.repatriation.models import Step
from pulang.repatriation.queries.lists import step_list
from pulang.repatriation.rules import State, StepDefinition

PAGE = 50


@dataclass(frozen=True)
class StuckRow:
    """A step that holds a person up. `name` is empty where she is not the actor's to see.

    `days` counts whole days past the deadline, or since the step failed.
    """

    case_id: UUID
    number: str
    name: str
    definition: StepDefinition
    failed: bool
    result: str
    agency: str
    since: datetime
    days: int


@query(Permission.CASE_READ)
def stuck_for(
    actor: Actor, *, code: str = "", page: int = 1, size: int = PAGE
) -> tuple[tuple[StuckRow, ...], bool]:
    """Stuck steps of the open cases that the actor works on, the longest first, and whether there are more.

    `code` keeps one step only.
    """
    now = timezone.now()
    scopes = Grant.objects.filter(agency_id=agency_id(actor), ended_at=None).values("scope")
    held_up = Step.objects.filter(
        Q(state=State.OPEN, due_at__lt=now) | Q(state=State.FAILED), case__in=scopes
    ).exclude(case__status=CLOSED)
    if code:
        held_up = held_up.filter(code=code)
    start = (page - 1) * size
    ordered = held_up.select_related("case", "agency").order_by(F("due_at").asc(nulls_first=True), "said_at", "id")
    found = list(ordered[start : start + size + 1])
    names = summaries(step.case.person_id for step in found[:size])
    record(actor, Event.QUEUE_READ, why=Why.ASSIGNED, list="stuck", rows=min(len(found), size), page=page)
    rows = tuple(
        _row(step, names[pid].name if (pid := step.case.person_id) in names else "", now) for step in found[:size]
    )
    return rows, len(found) > size


def _row(step: Step, name: str, now: datetime) -> StuckRow:
    since = step.due_at or step.said_at or step.began_at
    return StuckRow(
        case_id=step.case_id,
        number=step.case.number,
        name=name,
        definition=step_list(step.list_version).step(step.code),
        failed=step.state == State.FAILED,
        result=step.result,
        agency=step.agency.name if step.agency else "",
        since=since,
        days=max((now - since).days, 0),
    )
