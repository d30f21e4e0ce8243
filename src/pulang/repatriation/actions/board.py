"""The tasks that ready steps put into the queue, and who gets them."""

from django.conf import settings

from pulang.access.models import Agency, AgencyKind
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


def late_ref(code: str) -> str:
    """Of the task of whoever is told that a step is late."""
    return f"late:{code}"


def task_refs(code: str) -> tuple[str, str]:
    """All that is over when a step is."""
    return task_ref(code), late_ref(code)


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
