"""The tasks that ready steps put into the queue, and who gets them."""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.access.models import Agency, AgencyKind, Grant
from pulang.access.permissions import Section
from pulang.cases.actions.many_tasks import NewTask
from pulang.cases.models import Case
from pulang.cases.rules.workflow import CLOSED
from pulang.repatriation.models import Step
from pulang.repatriation.rules import StepDefinition


def task_for(case: Case, step: Step) -> NewTask | None:
    """The task of a step that this node does; a closed case gets none."""
    agency = step.agency
    if agency is None or agency.kind == AgencyKind.PEER or case.status == CLOSED:
        return None
    return NewTask(case, f"step_{step.code}", agency.pk, step.due_at, task_ref(step.code))


def task_ref(code: str) -> str:
    return f"step:{code}"


def members_of(case_id: UUID) -> list[Agency]:
    """The agencies that work on the case, partner nodes included, as far as the actor may see them."""
    return members_in([case_id]).get(case_id, [])


def members_in(case_ids: Collection[UUID]) -> dict[UUID, list[Agency]]:
    """As `members_of`, for many cases."""
    running = Grant.objects.filter(
        scope__in=case_ids, ended_at=None, until__gt=timezone.now(), sections__contains=[Section.WORK]
    )
    found: dict[UUID, list[Agency]] = {}
    for grant in running.select_related("agency").order_by("agency__code", "id"):
        agencies = found.setdefault(grant.scope, [])
        if grant.agency not in agencies:
            agencies.append(grant.agency)
    return found


def doer_of(step: StepDefinition, members: list[Agency]) -> Agency | None:
    """Who does a step: the partner node of its side, else the first kind of agency here that may record it."""
    here = str(settings.NODE.country)
    if step.side != here:
        for member in members:
            if member.kind == AgencyKind.PEER and member.country == step.side:
                return member
    kinds = step.agencies.get(here, ())
    local = [member for member in members if member.kind in kinds]
    return min(local, key=lambda member: kinds.index(member.kind), default=None)
