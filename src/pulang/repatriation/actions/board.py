"""The tasks that ready steps put into the queue, and who gets them."""

from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.access.models import Agency, AgencyKind, Grant
from pulang.access.permissions import Section
from pulang.cases.actions import add_task, complete_tasks_for
from pulang.cases.models import Case
from pulang.cases.rules.workflow import CLOSED
from pulang.lib.actor import Actor
from pulang.repatriation.models import Step
from pulang.repatriation.rules import StepDefinition


def put_task(actor: Actor, case: Case, step: Step) -> None:
    """One open task for a step that this node does; a closed case gets none."""
    agency = step.agency
    if agency is None or agency.kind == AgencyKind.PEER or case.status == CLOSED:
        return
    add_task(
        actor,
        case_id=case.pk,
        code=f"step_{step.code}",
        agency=agency.pk,
        due_at=step.due_at,
        ref=task_ref(step.code),
    )


def take_tasks_off(actor: Actor, case: Case, code: str) -> None:
    complete_tasks_for(actor, case_id=case.pk, ref=task_ref(code))


def task_ref(code: str) -> str:
    return f"step:{code}"


def members_of(case_id: UUID) -> list[Agency]:
    """The agencies that work on the case, partner nodes included, as far as the actor may see them."""
    running = Grant.objects.filter(
        scope=case_id, ended_at=None, until__gt=timezone.now(), sections__contains=[Section.WORK]
    )
    return list(Agency.objects.filter(pk__in=running.values("agency")).order_by("code"))


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
